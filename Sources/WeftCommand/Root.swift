import ArgumentParser

/// `weft`: what stands behind each word is a file in `Commands`.
struct Root: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weft",
    abstract: "Reads messages, captures and the schemas that describe them.",
    discussion: """
      A schema is a folder of .weft files. Commands that need one look in ./protocol, or where --schema says.

        weft check                                      # is the schema right?
        weft layout FindNode                            # where does each bit stand?
        echo '{"nonce": 7}' | weft encode Ping          # JSON to hex
        echo 0e00000000 | weft decode Ping              # and back
        echo 0e00000000 | weft annotate Ping            # each field beside its bits
        weft inspect -r capture.pcapng                  # what do these packets say?

      Exit codes: 0 fine, 1 what was read is broken, 64 wrong usage.
      """,
    version: "weft 0.1.0 (edition 2026)",
    groupedSubcommands: [
      CommandGroup(name: "Schemas", subcommands: [Check.self, Format.self, Layout.self, Identity.self, Emit.self]),
      CommandGroup(name: "Other implementations", subcommands: [Vectors.self, RunConformance.self]),
      CommandGroup(name: "Versions", subcommands: [Breaking.self, LintSchema.self, Explain.self]),
      CommandGroup(name: "Messages", subcommands: [Encode.self, Decode.self, Annotate.self]),
      CommandGroup(name: "Packages", subcommands: [Fuzz.self]),
      CommandGroup(name: "Captures", subcommands: [Inspect.self, Stats.self]),
      CommandGroup(name: "Links", subcommands: [Train.self]),
      CommandGroup(name: "Shell", subcommands: [Completion.self]),
    ])

  static let commandNames = configuration.groupedSubcommands.flatMap(\.subcommands).map { $0._commandName }
}
