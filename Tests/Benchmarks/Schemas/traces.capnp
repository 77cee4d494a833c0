# The messages of TraceMessages, in the smallest integers that hold them; one union a channel.
@0xb2c44d5b0f0c7a51;

struct Cube {
  id @0 :UInt16;
  x @1 :Int32;
  y @2 :Int32;
  z @3 :UInt16;
  largest @4 :UInt8;
  a @5 :UInt16;
  b @6 :UInt16;
  c @7 :UInt16;
  isPulled @8 :Bool;
}
struct Cubes { cubes @0 :List(Cube); }

struct Contact {
  address @0 :Data;
  link @1 :Link;
  roundTrip @2 :UInt16;
  enum Link { webSocket @0; webRTC @1; relayed @2; }
}
struct Find { nonce @0 :UInt16; target @1 :Data; want @2 :UInt8; }
struct Found { nonce @0 :UInt16; nodes @1 :List(Contact); }
struct Ping { nonce @0 :UInt16; room @1 :UInt8; }
struct Route {
  errand @0 :Errand;
  hops @1 :UInt8;
  nonce @2 :UInt16;
  destination @3 :Data;
  payload @4 :Data;
  enum Errand { join @0; find @1; signal @2; receipt @3; deliver @4; }
}
struct Kademlia { union { find @0 :Find; found @1 :Found; ping @2 :Ping; route @3 :Route; } }

struct Listing { instrument @0 :UInt16; symbol @1 :Text; name @2 :Text; }
struct Quote {
  instrument @0 :UInt16;
  time @1 :UInt32;
  bid @2 :UInt32;
  ask @3 :UInt32;
  bidSize @4 :UInt16;
  askSize @5 :UInt16;
}
struct Trade {
  instrument @0 :UInt16;
  time @1 :UInt32;
  price @2 :UInt32;
  size @3 :UInt16;
  side @4 :Side;
  enum Side { buy @0; sell @1; }
}
struct News { time @0 :UInt32; instruments @1 :List(UInt16); headline @2 :Text; }
struct Market { union { listing @0 :Listing; quote @1 :Quote; trade @2 :Trade; news @3 :News; } }

struct Entity {
  id @0 :UInt32;
  kind @1 :Kind;
  owner @2 :UInt16;
  x @3 :Int32;
  y @4 :Int32;
  health @5 :UInt8;
  balance @6 :UInt32;
  version @7 :UInt16;
  isActive @8 :Bool;
  enum Kind { process @0; account @1; task @2; node @3; store @4; }
}
struct Neighbourhood { entities @0 :List(Entity); }
