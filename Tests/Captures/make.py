#!/usr/bin/env python3
"""Makes the captures in this folder: `pip install scapy && python3 Tests/Captures/make.py`.

Every byte is fixed (no clock, no random numbers), so that making them again changes nothing. Layers are scapy's where it
has them, so that nothing in these files was written by the code that they test; STUN, which scapy lacks, is built here
from RFC 8489, with the messages of RFC 5769 copied from its text.
"""

import hashlib
import hmac
import struct
import zlib
from pathlib import Path

from scapy.all import (
    AH, ARP, Dot1AD, Dot1Q, Ether, ICMP, IP, IPOption_RR, IPOption_Router_Alert, IPOption_Timestamp, IPv6,
    IPv6ExtHdrDestOpt, IPv6ExtHdrFragment, IPv6ExtHdrHopByHop, IPv6ExtHdrRouting, HBHOptUnknown, Jumbo, NTP, Pad1,
    PadN, Raw, RouterAlert, TCP, UDP, IPOption_LSRR, IPOption_NOP, ICMPv6EchoRequest, fragment, raw,
)
from scapy.layers.rtp import RTP

HERE = Path(__file__).parent
START = 1_700_000_000
ETHERNET, NULL, RAW, LOOP, SLL, SLL2 = 1, 0, 101, 108, 113, 276


# --- Files ---------------------------------------------------------------------------------------------------------

def pcap(packets, link=ETHERNET, order="<", nanoseconds=False, snap=262144):
    magic = 0xA1B23C4D if nanoseconds else 0xA1B2C3D4
    out = struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, snap, link)
    for index, packet in enumerate(packets):
        data = bytes(packet)
        kept = data[:snap]
        fraction = (index * 1_250_007) % 1_000_000
        if nanoseconds:
            fraction = fraction * 1000 + index
        out += struct.pack(order + "IIII", START + index, fraction, len(kept), len(data)) + kept
    return out


def option(order, code, value):
    return struct.pack(order + "HH", code, len(value)) + value + bytes(-len(value) % 4)


def block(order, kind, body):
    total = len(body) + 12
    return struct.pack(order + "II", kind, total) + body + struct.pack(order + "I", total)


def section(order, *options):
    return block(order, 0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1) + b"".join(options))


def interface(order, link, snap=262144, *options):
    return block(order, 1, struct.pack(order + "HHI", link, 0, snap) + b"".join(options))


def enhanced(order, number, ticks, packet, *options, kept=None):
    data = bytes(packet)
    part = data[:kept]
    head = struct.pack(order + "IIIII", number, ticks >> 32, ticks & 0xFFFFFFFF, len(part), len(data))
    return block(order, 6, head + part + bytes(-len(part) % 4) + b"".join(options))


def simple(order, packet, kept=None):
    data = bytes(packet)
    part = data[:kept]
    return block(order, 3, struct.pack(order + "I", len(data)) + part + bytes(-len(part) % 4))


def pcapng(order, packets, link=ETHERNET):
    out = section(order, option(order, 1, b"made by make.py"), option(order, 0, b""))
    out += interface(
        order, link, 262144, option(order, 2, b"eth0"), option(order, 9, b"\x09"), option(order, 0, b""))
    out += interface(order, link, 96)
    # A name resolution block and one of local use: to be skipped and kept.
    out += block(order, 4, struct.pack(order + "HH", 0, 0))
    out += block(order, 0x80007777, b"what only its maker knows...")
    for index, packet in enumerate(packets):
        if index % 3 == 2:
            ticks = (START + index) * 1_000_000 + index * 1007
            out += enhanced(order, 1, ticks, packet, kept=96)
        else:
            ticks = (START + index) * 1_000_000_000 + index * 1_000_003
            flags = option(order, 2, struct.pack(order + "I", 1)) + option(order, 0, b"")
            out += enhanced(order, 0, ticks, packet, flags)
    return out


# --- STUN, RFC 8489 ------------------------------------------------------------------------------------------------

COOKIE = 0x2112A442
TRANSACTION = bytes.fromhex("b7e7a701bc34d686fa87dfae")


def attribute(kind, value, pad=b"\x00"):
    return struct.pack("!HH", kind, len(value)) + value + (pad * 3)[: -len(value) % 4]


def xor_address(ip, port, transaction=TRANSACTION):
    mask = struct.pack("!I", COOKIE) + transaction
    family = 1 if len(ip) == 4 else 2
    return struct.pack("!BBH", 0, family, port ^ (COOKIE >> 16)) + bytes(a ^ b for a, b in zip(ip, mask))


def stun(kind, attributes=b"", transaction=TRANSACTION, key=None, fingerprint=False):
    def head(extra):
        return struct.pack("!HHI", kind, len(attributes) + extra, COOKIE) + transaction

    if key is not None:
        digest = hmac.new(key, head(24) + attributes, hashlib.sha1).digest()
        attributes += attribute(0x0008, digest)
    if fingerprint:
        crc = zlib.crc32(head(8) + attributes) ^ 0x5354554E
        attributes += attribute(0x8028, struct.pack("!I", crc))
    return head(0) + attributes


# RFC 5769 section 2.1: a request with blanks as padding.
RFC5769_REQUEST = bytes.fromhex(
    "000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74002400046e0001ff80290008932f"
    "f9b151263b36000600096576746a3a68367659202020000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf")
# Section 2.2: a response over IPv4.
RFC5769_RESPONSE4 = bytes.fromhex(
    "0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220002000080001a147e112a643000800142b91"
    "f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96")
# Section 2.3: a response over IPv6.
RFC5769_RESPONSE6 = bytes.fromhex(
    "010100482112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220002000140002a1470113a9faa5d3f179bc25"
    "f4b5bed2b9d900080014a382954e4be67bf11784c97c8292c275bfe3ed4180280004c8fb0b4c")
# Section 2.4: a request with long-term authentication.
RFC5769_LONG_TERM = bytes.fromhex(
    "000100602112a44278ad3433c6ad72c029da412e00060012e3839ee38388e383aae38383e382afe382b900000015001c662f2f343939"
    "6b39353464364f4c33346f4c394653547679363473410014000b6578616d706c652e6f72670000080014f67024656dd64a3e02b8e071"
    "2e85c9a28ca89666")
RFC5769 = {
    "request": RFC5769_REQUEST, "response-ipv4": RFC5769_RESPONSE4, "response-ipv6": RFC5769_RESPONSE6,
    "long-term": RFC5769_LONG_TERM,
}


def check_rfc5769():
    """The copies are right: their integrity and fingerprint hold."""
    key = b"VOkJxbRl1RmTxUk/WvJxBt"
    for message in (RFC5769_REQUEST, RFC5769_RESPONSE4, RFC5769_RESPONSE6):
        body, crc = message[:-8], struct.unpack("!I", message[-4:])[0]
        assert zlib.crc32(body) ^ 0x5354554E == crc
        signed = message[:2] + struct.pack("!H", len(message) - 20 - 8) + message[4:-32]
        assert hmac.new(key, signed, hashlib.sha1).digest() == message[-28:-8]
    user = "\u30DE\u30C8\u30EA\u30C3\u30AF\u30B9"
    key = hashlib.md5(f"{user}:example.org:TheMatrIX".encode()).digest()
    assert hmac.new(key, RFC5769_LONG_TERM[:-24], hashlib.sha1).digest() == RFC5769_LONG_TERM[-20:]


STUN_MESSAGES = [
    stun(0x0001),
    stun(0x0001, attribute(0x8022, b"odd padding", b"\x20") + attribute(0x0024, struct.pack("!I", 0x6E0001FF))
         + attribute(0x802A, bytes(range(8))) + attribute(0x0025, b"") + attribute(0x0006, b"a:bc", b"\xff"),
         key=b"password", fingerprint=True),
    stun(0x0101, attribute(0x0001, struct.pack("!BBH", 0, 1, 4242) + bytes([192, 0, 2, 7]))
         + attribute(0x0020, xor_address(bytes([192, 0, 2, 7]), 4242)), fingerprint=True),
    stun(0x0101, attribute(0x0020, xor_address(bytes.fromhex("20010db8" + "00" * 11 + "07"), 65535))
         + attribute(0x8023, struct.pack("!BBH", 0, 2, 1) + bytes(range(16)))),
    stun(0x0111, attribute(0x0009, struct.pack("!HBB", 0, 4, 20) + "Unknown Attribute €".encode())
         + attribute(0x000A, struct.pack("!HHH", 0x7777, 0x0033, 0x4001))),
    stun(0x0111, attribute(0x0009, struct.pack("!HBB", 0, 4, 1) + b"Unauthorized") + attribute(0x0014, b"example.org")
         + attribute(0x0015, b"obMatJos2AAACf//499k954d6OL34oL9FSTvy64sA")),
    stun(0x0003, attribute(0x0019, b"\x11\0\0\0") + attribute(0x000D, struct.pack("!I", 600))
         + attribute(0x001A, b"")),
    stun(0x0103, attribute(0x0016, xor_address(bytes([203, 0, 113, 5]), 49152)) + attribute(0x000D, struct.pack("!I", 600))
         + attribute(0x0022, bytes(range(8)))),
    stun(0x0008, attribute(0x0012, xor_address(bytes([198, 51, 100, 9]), 5000))),
    stun(0x0009, attribute(0x000C, b"\x40\x01\0\0") + attribute(0x0012, xor_address(bytes([198, 51, 100, 9]), 5000))),
    stun(0x0016, attribute(0x0012, xor_address(bytes([198, 51, 100, 9]), 5000)) + attribute(0x0013, b"payload")),
    stun(0x0011, attribute(0x7FF0, b"nobody knows") + attribute(0xC057, b"\0\1\0\x32")),
]


# --- Packets -------------------------------------------------------------------------------------------------------

MACS = dict(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")
HOSTS = dict(src="192.0.2.1", dst="198.51.100.2")
HOSTS6 = dict(src="2001:db8::1", dst="2001:db8:0:1::2")


def ether(packet, **more):
    return Ether(**MACS, **more) / packet


def ip4(packet, **more):
    return ether(IP(**HOSTS, **({"id": 0x1234, "ttl": 64} | more)) / packet)


def ip6(packet, **more):
    return ether(IPv6(**HOSTS6, **more) / packet)


def udp(payload, sport=40000, dport=40001, **more):
    return UDP(sport=sport, dport=dport, **more) / Raw(payload)


def links():
    datagram = IP(**HOSTS, id=7) / udp(b"link")
    datagram6 = IPv6(**HOSTS6) / udp(b"link six")
    tagged = [
        ether(Dot1Q(vlan=5, prio=3) / datagram),
        ether(Dot1AD(vlan=100, prio=1, id=1) / Dot1Q(vlan=4094, id=1) / datagram6, type=0x88A8),
        ether(Dot1Q(vlan=1) / Dot1Q(vlan=2) / datagram),
    ]
    plain = [ether(datagram), ether(datagram6), ether(ARP(psrc="192.0.2.1", pdst="192.0.2.9", hwsrc=MACS["src"])),
             Ether(**MACS, type=0x1234) / Raw(b"unknown"), Ether(**MACS, type=38) / Raw(b"\x42\x42\x03" + bytes(43))]
    cooked = [struct.pack("!HHH", kind, 1, 6) + bytes.fromhex("020000000001") + b"\xca\xfe" + struct.pack("!H", ether_type)
              + raw(packet) for kind, ether_type, packet in [(0, 0x0800, datagram), (4, 0x86DD, datagram6)]]
    cooked.append(struct.pack("!HHH", 0, 772, 0) + bytes(8) + struct.pack("!H", 0x0800) + raw(datagram))
    cooked2 = [struct.pack("!HHIHBB", ether_type, 0, 3, 1, kind, 6) + bytes.fromhex("020000000001") + b"\0\0" + raw(packet)
               for kind, ether_type, packet in [(0, 0x0800, datagram), (4, 0x86DD, datagram6)]]
    null = [struct.pack(order + "I", family) + raw(packet) for order in "<>"
            for family, packet in [(2, datagram), (30, datagram6), (24, datagram6)]]
    loop = [struct.pack("!I", family) + raw(packet) for family, packet in [(2, datagram), (24, datagram6)]]
    return {
        "ethernet.pcap": pcap(plain), "vlan.pcap": pcap(tagged), "cooked.pcap": pcap(cooked, SLL),
        "cooked2.pcap": pcap(cooked2, SLL2), "loopback.pcap": pcap(null, NULL), "loop.pcap": pcap(loop, LOOP),
        "raw.pcap": pcap([datagram, datagram6, Raw(b"\x70neither")], RAW),
    }


def ipv4():
    long = IP(**HOSTS, id=77) / UDP(sport=1111, dport=2222) / Raw(bytes(i & 0xFF for i in range(2500)))
    padded = raw(ether(IP(**HOSTS, id=9) / udp(b"x"))) + b"odd ether padding"
    short = raw(ether(IP(**HOSTS, id=10, len=200) / udp(b"the length is wrong")))
    zero_length = raw(ether(IP(**HOSTS, id=11, len=0) / udp(b"segmentation offload")))
    packets = [
        ip4(udp(b"plain")),
        ip4(udp(b"types of service"), tos=0xB9, flags="DF", ttl=1),
        ip4(udp(b"bad checksum"), chksum=0xBEEF),
        ip4(udp(b"evil"), flags=4),
        ip4(udp(b"alert"), options=[IPOption_Router_Alert()]),
        ip4(udp(b"route"), options=[IPOption_RR(pointer=8, routers=["192.0.2.1", "0.0.0.0"]), IPOption_NOP()]),
        ip4(udp(b"source route"), options=[IPOption_LSRR(routers=["198.51.100.9"])]),
        ip4(udp(b"unknown"), options=b"\x9e\x06abcd\x01\x00"),
        ip4(udp(b"after the end"), options=b"\x01\x00\xde\xad"),
        ip4(udp(b"times"), options=b"\x44\x0c\x05\x00\x00\x00\x00\x01\x00\x00\x00\x02"),
        *fragment(ether(long), fragsize=1000),
        padded, short, zero_length,
        ip4(ICMP(type=8, id=5, seq=6) / Raw(b"ping")),
        ip4(ICMP(type=3, code=3) / IP(**HOSTS) / UDP(sport=1, dport=2)),
        ip4(ICMP(type=0, id=5, seq=6, chksum=1) / Raw(b"bad pong")),
        ip4(IP(src="10.0.0.1", dst="10.0.0.2", id=1) / udp(b"inside")),
        ip4(AH(nh=17, payloadlen=4, spi=0x1234, seq=9, icv=b"twelve bytes") / udp(b"authentic"), proto=51),
        ip4(Raw(b"protocol 253"), proto=253),
    ]
    return {"ipv4.pcap": pcap(packets)}


def ipv6():
    packets = [
        ip6(udp(b"plain")),
        ip6(udp(b"class"), tc=0xB9, fl=0xABCDE, hlim=3),
        ip6(IPv6ExtHdrHopByHop(options=[RouterAlert(value=0)]) / udp(b"alert")),
        ip6(IPv6ExtHdrDestOpt(options=[PadN(optdata=b"\1\2\3"), Pad1(), HBHOptUnknown(otype=0x1E, optdata=b"abc")])
            / udp(b"options")),
        ip6(IPv6ExtHdrHopByHop(options=[PadN(optdata=bytes(4))]) / IPv6ExtHdrDestOpt(options=[PadN(optdata=bytes(4))])
            / TCP(sport=1, dport=2, flags="S")),
        ip6(IPv6ExtHdrRouting(addresses=["2001:db8::9"], segleft=1) / udp(b"routed", chksum=0x1111)),
        ip6(IPv6ExtHdrRouting(addresses=["2001:db8::9"], segleft=0) / udp(b"arrived")),
        ip6(IPv6ExtHdrFragment(offset=0, m=1, id=0xCAFE) / Raw(raw(UDP(sport=1, dport=2, len=48, chksum=1)) + bytes(16))),
        ip6(IPv6ExtHdrFragment(offset=3, m=0, id=0xCAFE, nh=17) / Raw(bytes(24))),
        ip6(IPv6ExtHdrFragment(offset=0, m=0, id=1) / udp(b"whole")),
        ip6(ICMPv6EchoRequest(id=3, seq=4, data=b"ping6")),
        ip6(Raw(b""), nh=59),
        ip6(AH(nh=17, payloadlen=4, spi=1, seq=2, icv=b"twelve bytes") / udp(b"authentic"), nh=51),
        ip6(udp(b"no checksum", chksum=0)),
        ip6(IPv6(src="fe80::1", dst="ff02::1") / udp(b"six in six"), nh=41),
    ]
    return {"ipv6.pcap": pcap(packets)}


def transport():
    options = [("MSS", 1460), ("SAckOK", b""), ("Timestamp", (123456, 0)), ("NOP", None), ("WScale", 7)]
    tcp = [
        ip4(TCP(sport=50000, dport=443, seq=1000, flags="S", window=64240, options=options)),
        ip4(TCP(sport=443, dport=50000, seq=9000, ack=1001, flags="SA", options=options)),
        ip4(TCP(sport=50000, dport=443, seq=1001, ack=9001, flags="PA") / Raw(b"hello")),
        ip4(TCP(sport=443, dport=50000, seq=9001, ack=1006, flags="A",
                options=[("NOP", None), ("NOP", None), ("SAck", (2000, 2100, 2200, 2300))])),
        ip4(TCP(sport=50000, dport=443, seq=1006, flags="RUEC", urgptr=7, chksum=0xABCD) / Raw(b"bad checksum")),
        ip4(TCP(sport=50000, dport=443, seq=1018, ack=1, flags="FA", reserved=5)),
        ip4(TCP(sport=1, dport=2, flags="A", dataofs=6) / Raw(b"\x00\xaa\xbb\xccafter the end")),
        ip4(TCP(sport=1, dport=2, flags="A", dataofs=7) / Raw(b"\xdd\x06\xde\xad\xbe\xef\x01\x00unknown option")),
        ip6(TCP(sport=50000, dport=443, seq=1, flags="S", options=options)),
    ]
    bad = raw(ip4(udp(b"this length is too short")))
    odd = bad[:38] + struct.pack("!HH", 20, 0) + bad[42:]
    datagrams = [
        ip4(udp(b"")), ip4(udp(b"odd")), ip4(udp(b"no checksum", chksum=0)), ip4(udp(b"bad checksum", chksum=0x1234)),
        odd, ip6(udp(b"odd six")),
        # A sum that comes to zero is sent as 0xFFFF.
        ip4(udp(b"\x00\x00")),
    ]
    sum_zero = raw(ip4(udp(b"\x00\x00")))
    residue = struct.unpack("!H", sum_zero[40:42])[0]
    datagrams.append(ip4(udp(struct.pack("!H", residue))))
    return {"tcp.pcap": pcap(tcp), "udp.pcap": pcap(datagrams)}


def real_time():
    rtp = [
        raw(RTP(version=2, payload_type=111, sequence=n, timestamp=960 * n, sourcesync=0xDECAFBAD, marker=int(n == 0)))
        + bytes((n * 7 + i) & 0xFF for i in range(20)) for n in range(4)
    ]
    rtp += [
        raw(RTP(version=2, sync=[0x11111111, 0x22222222], payload_type=8, sequence=65535, timestamp=0xFFFFFFFF,
                sourcesync=1)) + b"contributors",
        # Padding, the extension of RFC 3550, the one-byte and the two-byte form of RFC 8285.
        struct.pack("!BBHII", 0xA0, 96, 10, 20, 30) + b"padded" + b"\xAA\xBB\x03",
        struct.pack("!BBHII", 0x90, 96, 11, 21, 30) + struct.pack("!HHII", 0x1234, 2, 0xAAAAAAAA, 0xBBBBBBBB) + b"plain",
        struct.pack("!BBHII", 0x90, 96, 12, 22, 30) + struct.pack("!HH", 0xBEDE, 2) + b"\x10\xff\x00\x32abc\x00" + b"one",
        struct.pack("!BBHII", 0x90, 96, 13, 23, 30) + struct.pack("!HH", 0x1000, 2) + b"\x01\x00\x02\x03abc\x00" + b"two",
        struct.pack("!BBHII", 0x81, 96, 14, 24, 30) + b"cut",
        # A padding length beyond the packet.
        struct.pack("!BBHII", 0xA0, 96, 15, 25, 30) + b"\xFF",
    ]
    report = struct.pack("!IIIIII", 0x22222222, 0x05FFFFFE, 70000, 12, 0x5678, 0x9ABC)
    sender = struct.pack("!BBHIIIIII", 0x81, 200, 12, 0x11111111, 0xE8000000, 0x80000000, 960, 3, 60) + report
    names = struct.pack("!BBHI", 0x81, 202, 4, 0x11111111) + b"\x01\x08a@b.test" + b"\x00\x00"
    rtcp = [
        sender + names,
        struct.pack("!BBHI", 0x81, 201, 7, 0x33333333) + report,
        struct.pack("!BBHI", 0x80, 201, 1, 0x33333333) + struct.pack("!BBHI", 0x81, 203, 3, 0x33333333) + b"\x07goodbye",
        struct.pack("!BBHII", 0x81, 205, 3, 1, 2) + struct.pack("!HH", 100, 0xFFFF),
        struct.pack("!BBHI", 0x85, 204, 3, 9) + b"NAMEdata",
    ]
    ntp = [raw(NTP(leap=0, version=4, mode=mode, stratum=2, poll=6, precision=-20, delay=0.5, dispersion=0.25,
                   id="192.0.2.9", ref=3.9e9, orig=3.9e9 + 1, recv=3.9e9 + 2, sent=3.9e9 + 3)) for mode in (3, 4)]
    return {
        "rtp.pcap": pcap([ip4(udp(data, 5004, 5004)) for data in rtp]),
        "rtcp.pcap": pcap([ip4(udp(data, 5005, 5005)) for data in rtcp]),
        "ntp.pcap": pcap([ip4(udp(data, 123, 123)) for data in ntp]),
    }


def stuns():
    broken = bytearray(STUN_MESSAGES[2])
    broken[-1] ^= 1
    packets = [ip4(udp(message, 50000, 3478)) for message in STUN_MESSAGES]
    packets += [ip6(udp(message, 50000, 50001)) for message in STUN_MESSAGES]
    packets += [ip4(udp(message, 3478, 50000)) for message in RFC5769.values()]
    packets += [
        ip4(udp(bytes(broken), 50000, 3478)),  # a wrong fingerprint on the known port: marked
        ip4(udp(bytes(broken), 50000, 50001)),  # … and elsewhere: not STUN
        ip4(udp(STUN_MESSAGES[1][:-6], 50000, 3478)),  # shorter than it says
        ip4(udp(stun(0x0001, struct.pack("!HH", 6, 400) + b"overlong"), 50000, 3478)),
    ]
    return {"stun.pcap": pcap(packets)}


def mixed():
    """One call: STUN checks, then media with reports. The demo."""
    check, answer = STUN_MESSAGES[1], STUN_MESSAGES[2]
    packets = [ip4(udp(check, 5004, 5004)), ip4(udp(answer, 5004, 5004)), ip6(udp(RFC5769_REQUEST, 50000, 3478))]
    for n in range(8):
        header = RTP(version=2, payload_type=111, sequence=n, timestamp=960 * n, sourcesync=0xDECAFBAD, marker=int(n == 0))
        packets.append(ip4(udp(raw(header) + bytes((n * 31 + i) & 0xFF for i in range(24)), 5004, 5004)))
    return packets


def containers():
    packets = mixed()
    files = {
        "microseconds-little.pcap": pcap(packets, order="<"), "microseconds-big.pcap": pcap(packets, order=">"),
        "nanoseconds-little.pcap": pcap(packets, order="<", nanoseconds=True),
        "nanoseconds-big.pcap": pcap(packets, order=">", nanoseconds=True),
        "little.pcapng": pcapng("<", packets), "big.pcapng": pcapng(">", packets),
        "cut.pcap": pcap(packets, snap=60),
        "cut.pcapng": section("<") + interface("<", ETHERNET, 50) + b"".join(simple("<", p, 50) for p in packets),
        "sections.pcapng": pcapng("<", packets[:3]) + pcapng(">", packets[3:6], ETHERNET),
        "demo.pcapng": pcapng("<", packets),
    }
    return files


def broken():
    """Each must give what could be decoded, one line on stderr and exit code 1, in bounded memory."""
    packets = mixed()[:3]
    whole, whole_ng = pcap(packets), pcapng("<", packets)
    last = len(whole) - 16 - len(bytes(packets[-1]))
    huge = whole[:last] + struct.pack("<IIII", START, 0, 0xFFFFFFFF, 0xFFFFFFFF) + whole[last + 16:]
    head = section("<") + interface("<", ETHERNET)
    good = enhanced("<", 0, 1, packets[0])
    return {
        "empty.pcap": b"",
        "text.pcap": b"this is no capture\n",
        "cut-header.pcap": whole[:20],
        "cut-record.pcap": whole[: last + 7],
        "cut-packet.pcap": whole[:-5],
        "huge-packet.pcap": huge,
        "cut-block.pcapng": whole_ng[:-9],
        "huge-block.pcapng": head + good + struct.pack("<II", 6, 0xFFFFFFFC) + bytes(64),
        "short-block.pcapng": head + good + struct.pack("<III", 6, 8, 8) + bytes(64),
        "odd-block.pcapng": head + good + struct.pack("<II", 5, 15) + b"abc" + struct.pack("<I", 15) + good,
        "unequal-lengths.pcapng": head + good[:-4] + struct.pack("<I", 99) + good,
        "overlong-packet.pcapng": head + good + block("<", 6, struct.pack("<IIIII", 0, 0, 2, 9999, 9999) + bytes(64)) + good,
        "overlong-option.pcapng": head + enhanced("<", 0, 1, packets[0], struct.pack("<HH", 2, 60000)) + good,
        "no-interface.pcapng": section("<") + good,
        "no-section.pcapng": interface("<", ETHERNET) + good,
    }


def main():
    check_rfc5769()
    files = links() | ipv4() | ipv6() | transport() | real_time() | stuns() | containers()
    files |= {f"broken/{name}": data for name, data in broken().items()}
    files |= {f"rfc5769/{name}.bin": data for name, data in RFC5769.items()}
    for name, data in files.items():
        path = HERE / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        print(f"{len(data):6} {name}")


if __name__ == "__main__":
    main()
