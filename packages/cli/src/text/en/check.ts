/** What `cc check` prints. */
export interface Size {
  readonly numbers: string
  readonly trunks: string
  readonly agents: string
  readonly queues: string
  readonly flows: string
}

export const check = {
  size: ({ numbers, trunks, agents, queues, flows }: Size) =>
    `numbers ${numbers} (trunk groups ${trunks}), agents ${agents}, queues ${queues}, flows ${flows}`,
  scenarioFits: ({ path }: { path: string }) => `${path} fits`,
  fine: 'Nothing is wrong.',
  fineBut: ({ count }: { count: string }) => `It works; warnings: ${count}`,
  noSecret: ({ names, count }: { names: string; count: number }) =>
    count === 1 ? `the secret ${names} has no value` : `${count} secrets have no value: ${names}`,
  noSecretRemedy: ({ name }: { name: string }) =>
    `Set it in the environment, or write ${name}=... into .env, which git must ignore`,
  next: 'Next: cc sim',
}
