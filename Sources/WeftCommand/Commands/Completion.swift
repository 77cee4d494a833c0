import ArgumentParser

/// `weft completion zsh`: the script that the shell reads.
struct Completion: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the completion script for a shell.",
    discussion: """
      bash:  weft completion bash > ~/.local/share/bash-completion/completions/weft
      zsh:   weft completion zsh > _weft        # into a folder of $fpath
      fish:  weft completion fish > ~/.config/fish/completions/weft.fish
      """)

  enum Shell: String, CaseIterable, ExpressibleByArgument {
    case bash, zsh, fish
  }

  @Argument(help: "The shell.")
  var shell: Shell

  func run() throws {
    let shell: CompletionShell =
      switch shell {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    StandardOutput.print(Root.completionScript(for: shell))
  }
}

/// Completes the names of the definitions that a command would find.
let definitionNames = CompletionKind.custom { words, _, prefix in
  var folders: [String] = []
  for (option, value) in zip(words, words.dropFirst()) where option == "--schema" { folders.append(value) }
  var options = SchemaOptions()
  options.schema = folders
  return options.names.filter { $0.hasPrefix(prefix) }
}
