import { defineCommand } from '../frame/command.js'
import { exitCode } from '../frame/exit-code.js'
import { value } from '../frame/option.js'
import { choice } from '../values/choice.js'

/** yargs prints such scripts too, but all of them define one function of the same name, and the last one wins. */
const scripts = {
  bash: `# bash completion of Callweave
_callweave_completions() {
  local word="\${COMP_WORDS[COMP_CWORD]}"
  local known
  known=$("\${COMP_WORDS[0]}" --get-yargs-completions "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  mapfile -t COMPREPLY < <(compgen -W "$known" -- "$word")
}
complete -o default -F _callweave_completions cc
complete -o default -F _callweave_completions callweave
`,
  zsh: `# zsh completion of Callweave
_callweave_completions() {
  local -a known
  known=(\${(f)"$("\${words[1]}" --get-yargs-completions "\${(@)words[2,CURRENT]}" 2>/dev/null)"})
  if (( \${#known} )); then compadd -a known; else _files; fi
}
compdef _callweave_completions cc callweave
`,
} as const

export const completion = defineCommand('completion', {
  positionals: { shell: value(choice(['bash', 'zsh'])) },
  options: {},
  run: async ({ shell }, { out, host }) => {
    out.print(scripts[shell ?? (host.env.SHELL?.includes('zsh') ? 'zsh' : 'bash')])
    return exitCode.fine
  },
})
