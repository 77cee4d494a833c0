// Made by weftc from the module Specimens.

#if !hasFeature(Embedded)
  public import Weft

  /// The definitions of the module Specimens.
  public enum SpecimensCatalog {
    /// Every definition that has a codec of its own, in source order.
    public static let definitions = MessageCatalog(
      name: "Specimens", identity: 0x8647A48EB7039C31,
      types: [
        Lists.self,
        Arrays.self,
        Inline.self,
        Optionals.self,
        Nested.self,
        Deeper.self,
        Growing.self,
        Seed.self,
        Holder.self,
        Integers.self,
        Reals.self,
        Varints.self,
        Definitions.self,
        Shape.self,
        Pair.self,
        Sixteen.self,
        Single.self,
        Words.self,
        Nothing.self,
      ])
  }
#endif
