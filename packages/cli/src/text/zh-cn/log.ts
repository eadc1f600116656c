import type { Catalogue } from '../en.js'

export const log: Catalogue['log'] = {
  stored: ({ calls, path }) => `${path} 中有 ${calls} 条话单`,
}
