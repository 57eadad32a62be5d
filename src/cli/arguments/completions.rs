//! What `completions` can be asked for.

use clap::Args;
use clap_complete::Shell;

/// Print what a shell needs to complete commands and flags.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Completions {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: Shell,
}

const EXAMPLES: &str = "\
Where it goes:
  bash        lichain completions bash
                > ~/.local/share/bash-completion/completions/lichain
  zsh         lichain completions zsh > ~/.zfunc/_lichain
              with `fpath+=~/.zfunc` before `compinit` in ~/.zshrc
  fish        lichain completions fish > ~/.config/fish/completions/lichain.fish
  PowerShell  lichain completions powershell >> $PROFILE
  elvish      lichain completions elvish >> ~/.config/elvish/rc.elv";
