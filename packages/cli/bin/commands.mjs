/** The first words that make a `cc` ours. Whoever adds a command to the program adds it here; a test compares the two. */
export const commands = [
  'init',
  'check',
  'sim',
  'explain',
  'flow',
  'plan',
  'bench',
  'completion',
  'log',
  'sip',
  'version',
  'help',
]
