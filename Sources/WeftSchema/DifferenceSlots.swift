extension Schema {
  /// How many slots of difference models a value of `type` takes in a delta form, counted modulo 2^30: only a slot's place modulo
  /// 64 has a meaning.
  ///
  /// - A record that has a delta form: `DeltaPlan.slotCount`.
  /// - A union that has one: `Union.slotCount`, the slots of its cases, one after the other, so that a case's first slot stands
  ///   behind those of the cases before it.
  /// - A list of a keyed struct, `[T * n]`: those of one element, which all elements share. A list inside `[T * n]` goes in full.
  /// - Anything else goes in full and takes none. (A number takes its slot by its field's policy, not by its type.)
  public func differenceSlotCount(of type: FieldType) -> Int {
    switch resolvingAliases(type) {
    case .list(let element, .fixed):
      if case .list(_, .bounded) = resolvingAliases(element) { return 0 }
      return differenceSlotCount(of: element)
    case .list(let element, .bounded): return isKeyed(element) ? differenceSlotCount(of: element) : 0
    case .named(let id, _):
      guard self[id].hasDelta else { return 0 }
      switch self[id].body {
      case .record(let record): return record.delta?.slotCount ?? 0
      case .union(let union): return union.slotCount
      case .alias, .enumeration, .flags: return 0
      }
    default: return 0
    }
  }

  /// Whether `type` is a record that is `keyed by` a field.
  public func isKeyed(_ type: FieldType) -> Bool {
    guard case .named(let id, _) = resolvingAliases(type), case .record(let record) = self[id].body else { return false }
    return record.keyField != nil
  }
}

extension DeltaPlan {
  /// Slots are counted modulo 2^30, which is a multiple of the 64 models.
  public static let slotMask = (1 << 30) - 1
}
