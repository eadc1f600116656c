/** All commands, in the order of the help. A command is loaded when it runs, and not before: `cc --help` loads none. */
import type { Command, CommandName } from '../frame/command.js'

export const commandNames = [
  'init',
  'check',
  'sim',
  'start',
  'calls',
  'agents',
  'queues',
  'dial',
  'phone',
  'doctor',
  'explain',
  'flow',
  'plan',
  'bench',
  'log',
  'sip',
  'completion',
  'version',
  'help',
] as const satisfies readonly CommandName[]

export const loadCommand = async (name: CommandName): Promise<Command> => {
  switch (name) {
    case 'init':
      return (await import('./init.js')).init
    case 'check':
      return (await import('./check.js')).check
    case 'sim':
      return (await import('./sim.js')).sim
    case 'start':
      return (await import('./start.js')).start
    case 'calls':
      return (await import('./calls.js')).calls
    case 'agents':
      return (await import('./agents.js')).agents
    case 'queues':
      return (await import('./queues.js')).queues
    case 'dial':
      return (await import('./dial.js')).dial
    case 'phone':
      return (await import('./phone.js')).phone
    case 'doctor':
      return (await import('./doctor.js')).doctor
    case 'explain':
      return (await import('./explain.js')).explain
    case 'flow':
      return (await import('./flow.js')).flow
    case 'plan':
      return (await import('./plan.js')).plan
    case 'bench':
      return (await import('./bench.js')).bench
    case 'log':
      return (await import('./log.js')).log
    case 'sip':
      return (await import('./sip.js')).sip
    case 'completion':
      return (await import('./completion.js')).completion
    case 'version':
      return (await import('./version.js')).version
    case 'help':
      return (await import('./help.js')).help
  }
}

export const isCommandName = (word: string): word is CommandName => (commandNames as readonly string[]).includes(word)
