// Made by weftc from the module SpecimenShapes.

#if !hasFeature(Embedded)
  public import Weft

  /// What the specimens import: a module of its own.
  public enum SpecimenShapesCatalog {
    /// Every definition that has a codec of its own, in source order.
    public static let definitions = MessageCatalog(
      name: "SpecimenShapes", identity: 0x620E92B8A47FCFE3,
      types: [
        Point.self,
        Colour.self,
        Material.self,
        Sides.self,
        Tints.self,
      ])
  }
#endif
