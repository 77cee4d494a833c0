import Shared
import Weft

let say = Say(author: Author(number: 7, address: nil), line: "hello")
let bytes = try say.encoded()
print(try Say(decoding: bytes) == say, bytes.count)
