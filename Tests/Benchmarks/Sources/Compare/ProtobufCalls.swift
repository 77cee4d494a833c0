// The calls of swift-protobuf that are counted. It has no way to encode into a buffer that exists; an array is its fastest.

import ProtobufMessages
import SwiftProtobuf

@inline(never)
func protobufDecodeShipSpawn(_ bytes: RawSpan) throws -> PBShipSpawn { try PBShipSpawn(serializedBytes: bytes) }
@inline(never)
func protobufEncodeShipSpawn(_ value: PBShipSpawn) throws -> [UInt8] { try value.serializedBytes() }

@inline(never)
func protobufDecodeTelemetry(_ bytes: RawSpan) throws -> PBTelemetry { try PBTelemetry(serializedBytes: bytes) }
@inline(never)
func protobufEncodeTelemetry(_ value: PBTelemetry) throws -> [UInt8] { try value.serializedBytes() }

@inline(never)
func protobufDecodeFindNode(_ bytes: RawSpan) throws -> PBFindNode { try PBFindNode(serializedBytes: bytes) }
@inline(never)
func protobufEncodeFindNode(_ value: PBFindNode) throws -> [UInt8] { try value.serializedBytes() }

@inline(never)
func protobufDecodeFound(_ bytes: RawSpan) throws -> PBFound { try PBFound(serializedBytes: bytes) }
@inline(never)
func protobufEncodeFound(_ value: PBFound) throws -> [UInt8] { try value.serializedBytes() }

@inline(never)
func protobufDecodeChat(_ bytes: RawSpan) throws -> PBChat { try PBChat(serializedBytes: bytes) }
@inline(never)
func protobufEncodeChat(_ value: PBChat) throws -> [UInt8] { try value.serializedBytes() }

@inline(never)
func protobufDecodeOffer(_ bytes: RawSpan) throws -> PBOffer { try PBOffer(serializedBytes: bytes) }
@inline(never)
func protobufEncodeOffer(_ value: PBOffer) throws -> [UInt8] { try value.serializedBytes() }
