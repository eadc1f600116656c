/** `cc sip`: a SIP message as we read it, or where it is malformed and what a server answers. */
import { defineCommand } from '../frame/command.js'
import { exitCode } from '../frame/exit-code.js'
import { needed } from '../frame/option.js'
import { choice, text } from '../values/choice.js'
import { nameOf, readInput } from './sip/input.js'
import { renderMessage } from './sip/render-message.js'
import { renderRefusal } from './sip/render-refusal.js'
import { judge, plainVerdict } from './sip/verdict.js'

export const sip = defineCommand('sip', {
  positionals: { action: needed(choice(['parse'])), file: needed(text()) },
  options: {},
  run: async ({ file }, context) => {
    const { out } = context
    const bytes = await readInput(file, context)
    const verdict = judge(bytes)
    if (out.json) out.printJson(plainVerdict(verdict))
    else if (verdict.ok) out.print(renderMessage(verdict, bytes, context))
    else out.complain(renderRefusal(verdict.error, bytes, nameOf(file, context), context))
    return verdict.ok ? exitCode.fine : exitCode.failed
  },
})
