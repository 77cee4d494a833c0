public import Weft

/// The definitions that the harnesses know, for tests.
public let allCatalogs: [MessageCatalog] = Definitions.catalogs
public var allSchemas: String { Definitions.encodedSchema }
