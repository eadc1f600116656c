/** Which language a run speaks: `--lang`, else CALLWEAVE_LANG, else the locale of the environment, else English. */
import { CallweaveError, nearestName } from '@callweave/core'
import type { Catalogue } from './en.js'

export const languages = ['en', 'zh-CN'] as const
export type Language = (typeof languages)[number]

type Env = Readonly<Record<string, string | undefined>>

/** @throws CallweaveError `usage` when a language is asked for that we do not speak. The locale never throws. */
export const chooseLanguage = (asked: string | undefined, env: Env): Language => {
  if (asked !== undefined) return demand('--lang', asked)
  if (env.CALLWEAVE_LANG) return demand('CALLWEAVE_LANG', env.CALLWEAVE_LANG)
  return languageOf(env.LC_ALL || env.LC_MESSAGES || env.LANG || '') ?? 'en'
}

const demand = (where: string, asked: string): Language => {
  const language = languageOf(asked)
  if (language !== undefined) return language
  const nearest = nearestName(asked, languages)
  throw new CallweaveError('usage', {
    where,
    message: 'Callweave does not speak this language yet',
    found: asked,
    expected: languages.map((known) => `'${known}'`).join(' or '),
    remedy: nearest === undefined ? 'Leave it out to read English' : `Did you mean '${nearest}'?`,
  })
}

/** `zh`, `zh_CN.UTF-8` and `zh-Hans` all mean zh-CN; `C` and `de_DE` mean nothing here. */
const languageOf = (locale: string): Language | undefined => {
  const primary = /^([a-z]{2,3})([-_.@]|$)/i.exec(locale)?.[1]?.toLowerCase()
  return languages.find((language) => language.toLowerCase().split('-')[0] === primary)
}

export const loadCatalogue = async (language: Language): Promise<Catalogue> => {
  switch (language) {
    case 'en':
      return (await import('./en.js')).en
    case 'zh-CN':
      return (await import('./zh-cn.js')).zhCn
  }
}
