/** Every prompt says something in every language. */
import { formatPath, nearestName, type Problem } from '@callweave/core'
import { promptText } from '../definition/prompts.js'
import type { FullSections } from '../definition/sections.js'

const settingNames = new Set(['file', 'lengthMs'])

export const checkPrompts = ({ prompts, languages }: FullSections): Problem[] => {
  const first = languages[0] as string
  return Object.entries(prompts).flatMap(([name, prompt]): Problem[] => {
    const path = ['prompts', name]
    const settings = typeof prompt === 'string' ? {} : prompt
    const odd = Object.keys(settings)
      .filter((key) => !settingNames.has(key) && !languages.includes(key))
      .map((key): Problem => {
        const nearest = nearestName(key, [...languages, ...settingNames])
        return {
          path: formatPath([...path, key]),
          message: `'${key}' is not a language of this center`,
          expected: `one of ${languages.join(', ')}`,
          remedy: nearest === undefined ? `Add '${key}' to 'languages'` : `Did you mean '${nearest}'?`,
          severity: 'error',
        }
      })
    if (settings.file !== undefined) return settings.lengthMs === undefined ? [...odd, ...unknownLength()] : odd
    const missing = languages.filter((language) => promptText(prompts, name, language, first) === undefined)
    if (missing.length === 0) return odd
    const silent = missing.includes(first)
    return [
      ...odd,
      {
        path: formatPath(path),
        message: silent
          ? `the prompt has no text in '${first}', the first language`
          : `the prompt has no text in ${missing.map((language) => `'${language}'`).join(', ')}; callers hear it in '${first}'`,
        expected: 'a text in every language',
        severity: silent ? 'error' : 'warning',
      },
    ]

    function unknownLength(): Problem[] {
      if (promptText(prompts, name, first, first) !== undefined) return []
      return [
        {
          path: formatPath(path),
          message: 'how long the prompt takes is not known to a simulation: it has a file, but no text',
          expected: "'lengthMs', or the text that is spoken",
          severity: 'warning',
        },
      ]
    }
  })
}
