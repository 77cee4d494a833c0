/// What can happen to a definition between two versions of a schema. The raw value is the id that users see and configure.
public enum Rule: String, Sendable, Hashable, CaseIterable {
  case messageAdded = "MESSAGE_ADDED"
  case messageRemoved = "MESSAGE_REMOVED"
  case messageRenamed = "MESSAGE_RENAMED"
  case messageTagChanged = "MESSAGE_TAG_CHANGED"
  case definitionKindChanged = "DEFINITION_KIND_CHANGED"
  case definitionRemoved = "DEFINITION_REMOVED"
  case fieldAdded = "FIELD_ADDED"
  case fieldAddedToExtension = "FIELD_ADDED_TO_EXTENSION"
  case fieldRemoved = "FIELD_REMOVED"
  case fieldMoved = "FIELD_MOVED"
  case fieldRenamed = "FIELD_RENAMED"
  case optionalChanged = "OPTIONAL_CHANGED"
  case defaultChanged = "DEFAULT_CHANGED"
  case typeChanged = "TYPE_CHANGED"
  case widthChanged = "WIDTH_CHANGED"
  case rangeChanged = "RANGE_CHANGED"
  case boundChanged = "BOUND_CHANGED"
  case caseAdded = "CASE_ADDED"
  case caseRemoved = "CASE_REMOVED"
  case caseMoved = "CASE_MOVED"
  case caseRenamed = "CASE_RENAMED"
  case extensionAdded = "EXTENSION_ADDED"
  case extensionRemoved = "EXTENSION_REMOVED"
  case extensionBoundChanged = "EXTENSION_BOUND_CHANGED"
  case keyChanged = "KEY_CHANGED"
  case deltaChanged = "DELTA_CHANGED"
  case linkFormChanged = "LINK_FORM_CHANGED"
  case formChanged = "FORM_CHANGED"
  case foreignChanged = "FOREIGN_CHANGED"
  case channelAdded = "CHANNEL_ADDED"
  case channelRemoved = "CHANNEL_REMOVED"
  case channelRenamed = "CHANNEL_RENAMED"
  case channelMessageAdded = "CHANNEL_MESSAGE_ADDED"
  case channelMessageRemoved = "CHANNEL_MESSAGE_REMOVED"
  case channelTransportChanged = "CHANNEL_TRANSPORT_CHANGED"
  case channelCompressionChanged = "CHANNEL_COMPRESSION_CHANGED"

  /// Why it matters and what to do instead; what `weft explain` prints.
  public var explanation: String {
    switch self {
    case .messageAdded:
      "A peer of the old version does not know the message. Channels compare identities message by message, so nothing else breaks."
    case .messageRemoved:
      "Old peers still send it. Keep it until no peer does, and give its tag to no other message as long as bytes of it are kept somewhere."
    case .messageRenamed: "The bytes stay as they are; Swift code and JSON that name the message must follow."
    case .messageTagChanged:
      "The tag is in the message's identity: an old and a new peer will not exchange it. Give a new message a new tag instead."
    case .definitionKindChanged:
      "A struct, an enum, a set of flags and a union are different Swift types, and other bits; an enum's codes can be as wide as flags, and mean something else."
    case .definitionRemoved:
      "Swift code that names the type no longer compiles. What held it, and is held by messages still, is compared on its own. A definition that moved to another module is removed from the one and new in the other."
    case .fieldAdded:
      "Definitions are sealed: every bit is stated, and one more moves all behind it. Mark the definition `@extensible(max: n)` from its first version on and add fields below a line `--- added`."
    case .fieldAddedToExtension:
      "Old peers skip the field and keep it; new peers read its default from old bytes. Each new version needs a `--- added` line of its own."
    case .fieldRemoved:
      "All bits behind it move, and old values lose it. Keep the field; if it is no longer used, say so in its documentation."
    case .fieldMoved: "Fields stand on the wire in the order of the schema. Put it back where it was."
    case .fieldRenamed: "The bytes stay as they are; Swift code and JSON that name the field must follow."
    case .optionalChanged:
      "An optional field has a presence bit at the head of its definition; with or without it all bits behind it move."
    case .defaultChanged:
      "The default of a field stands for it where JSON leaves it out and, below `--- added`, where the bytes leave it out: there, one version reads another value than the other wrote."
    case .typeChanged:
      "The bits mean another kind of value. Where it breaks source or links only, the bits are the same, and the Swift type or the identity that peers compare is another."
    case .widthChanged: "The field takes another number of bits, so all bits behind it move."
    case .rangeChanged:
      "As many bits, but one version writes codes that the other rejects or reads as another value. Ranges can grow only where old readers need not read the new values."
    case .boundChanged:
      "One version writes counts that the other rejects, or the count takes another number of bits. The bound is in the identity, even where no value reaches it."
    case .caseAdded:
      "Old readers reject a case that they do not know, unless the enum or the flags are `open`. A union's tag can also become wider."
    case .caseRemoved: "New readers reject the case that old writers send. Keep it."
    case .caseMoved: "The same code means another case in the other version."
    case .caseRenamed: "The bytes stay as they are; Swift code and JSON that name the case must follow."
    case .extensionAdded:
      "`@extensible` costs one bit at the head, so all bits move. It has to be there from the first version on."
    case .extensionRemoved: "The extension bit at the head is gone, so all bits move."
    case .extensionBoundChanged:
      "The bound gives the width of the extension's byte count, and readers reject extensions above their own."
    case .keyChanged: "Lists of a keyed struct are sorted by its key: a reader rejects another order. Deltas leave the key out."
    case .deltaChanged:
      "The full form stays as it is. On links, deltas are written by the policy and read by it: peers must have the same."
    case .linkFormChanged:
      "The full form stays as it is. On links, interned fields go as indices into tables of a stated size: peers must have the same."
    case .channelAdded: "A peer of the old version has no such channel; its other links go on."
    case .channelRemoved: "Old peers still open it. Keep it until no peer does."
    case .channelRenamed: "The bytes stay as they are; Swift code that names the channel must follow."
    case .channelMessageAdded:
      "A peer of the old version does not state the message in its handshake, and is not sent it. All others go on under their new tags."
    case .channelMessageRemoved:
      "A peer of the old version still wants to send the message and is refused, and will not be sent it. Where no message is left in common, the link is not established."
    case .channelTransportChanged: "Datagrams, frames and streams have other heads: neither end reads the other's handshake."
    case .channelCompressionChanged:
      "Ends compress only where both offer the same: between the versions the link goes on without zstd, and takes more bytes."
    case .formChanged:
      "With `relative to` and `significant` a field's bits mean nothing without another field: both versions must leave out the same."
    case .foreignChanged:
      "A foreign definition describes a format that exists: where its bits are described in another way, either the old or the new one is wrong about it. Where only the layers above or below it are others, `inspect` finds another definition behind the same bytes."
    }
  }
}
