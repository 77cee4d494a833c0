#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// UDP on this machine.
struct Datagrams: ~Copyable {
  struct SocketError: Error { var code = errno }

  private let descriptor: Int32

  init(boundTo port: UInt16? = nil) throws {
    #if canImport(Darwin)
      descriptor = socket(AF_INET, SOCK_DGRAM, 0)
    #else
      descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    #endif
    guard descriptor >= 0 else { throw SocketError() }
    guard let port else { return }
    let status = Self.withAddress(port) { bind(descriptor, $0, $1) }
    guard status == 0 else { throw SocketError() }
  }

  deinit { close(descriptor) }

  func send(_ bytes: [UInt8], to port: UInt16) throws {
    let count = Self.withAddress(port) { sendto(descriptor, bytes, bytes.count, 0, $0, $1) }
    guard count == bytes.count else { throw SocketError() }
  }

  /// Waits for the next one.
  func receive() throws -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    guard count >= 0 else { throw SocketError() }
    return Array(buffer.prefix(count))
  }

  /// 127.0.0.1 with this port.
  private static func withAddress<Result>(
    _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
  }
}
