// The `weft` command needs the package trait `Tools`; without it this one line is all that a plain `swift build` reports.
#if !Tools
  #error("the weft command needs a trait: run `swift build --traits Tools` (codec users depend on Weft and need none)")
#endif
