extension Diagnostic {
  /// How many diagnostics one file gets; the last one then says that there are more.
  public static let maximumCount = 100
}
