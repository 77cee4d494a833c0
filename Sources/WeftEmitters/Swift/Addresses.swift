import WeftSchema

// Fields of which only a part goes over the wire, by the help of another field (`docs/language.md`, "Addresses").

extension DecodeBody {
  /// A `bytes[n]`.
  func addressValue(_ place: Place, _ writer: inout SwiftWriter) {
    let companion = place.companion ?? ""
    if case .significant = place.form {
      writer.assign(place.target, "try reader.readBytes(significantBitCount: Int(\(companion)))")
    } else {
      writer.assign(place.target, "try reader.readBytes(relativeTo: \(companion), field: \"\(place.label)\")")
    }
  }

  /// The elements of a list, behind its count.
  func relativeElements(of type: FieldType, count: String, _ place: Place, _ writer: inout SwiftWriter) {
    let arguments = ["count: \(count)"] + context.relativeArguments(of: type, place)
    guard let visitor = place.visitor else {
      return writer.list("\(place.target) = try reader.readElements", arguments, "")
    }
    writer.line("\(place.target) = []")
    writer.list("try reader.visitElements", arguments + [visitor], "")
  }
}

extension EncodeBody {
  func addressValue(_ place: Place, _ writer: inout SwiftWriter) {
    let companion = place.companion ?? ""
    if case .significant = place.form {
      let arguments = [place.target, "significantBitCount: Int(\(companion))", "field: \"\(place.label)\""]
      writer.list("try writer.put", arguments, "")
    } else {
      writer.line("try writer.put(\(place.target), relativeTo: \(companion))")
    }
  }

  func relativeElements(of type: FieldType, _ place: Place, _ writer: inout SwiftWriter) {
    writer.list("try writer.put", ["elements: \(place.target)"] + context.relativeArguments(of: type, place), "")
  }
}

extension SwiftContext {
  fileprivate func relativeArguments(of type: FieldType, _ place: Place) -> [String] {
    let address = schema.relativeAddress(in: type)
    return [
      "relativeTo: \(place.companion ?? "")", "addressAt: \(address?.bitOffset ?? 0)", "byteCount: \(address?.byteCount ?? 0)",
      "field: \"\(place.label)\"",
    ]
  }
}
