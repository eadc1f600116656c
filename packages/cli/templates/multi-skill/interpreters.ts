import { secret } from 'callweave'

/** A phone, and the name of its password in `.env`. */
const phone = (extension: string) => ({ extension, password: secret(`EXT_${extension}`) })

/** The interpreters: what each speaks, from 1 (a few words) to 10 (as a first language). Made up. */
export const interpreters = {
  wing: { ...phone('5001'), groups: ['night'], skills: { cantonese: 9, mandarin: 6 } },
  hao: { ...phone('5002'), groups: ['night'], skills: { mandarin: 9, cantonese: 5 } },
  irina: { ...phone('5003'), groups: ['night'], skills: { russian: 9, polish: 5 } },
  marco: { ...phone('5004'), groups: ['night'], skills: { italian: 9, spanish: 5 } },
  selvi: { ...phone('5005'), groups: ['night'], skills: { tamil: 9, french: 4 } },
  lucia: { ...phone('5006'), groups: ['night'], skills: { spanish: 9, portuguese: 6 } },
  linh: { ...phone('5007'), groups: ['night'], skills: { vietnamese: 9, cantonese: 4 } },
  zofia: { ...phone('5008'), groups: ['night'], skills: { polish: 9, russian: 6 } },
  minji: { ...phone('5009'), groups: ['night'], skills: { korean: 9, mandarin: 4 } },
  samir: { ...phone('5010'), groups: ['night'], skills: { arabic: 9, french: 6 } },
  parisa: { ...phone('5011'), groups: ['night'], skills: { farsi: 9, arabic: 5 } },
  agnes: { ...phone('5012'), groups: ['night'], skills: { hungarian: 9 } },
  rui: { ...phone('5013'), groups: ['night'], skills: { portuguese: 9, spanish: 6, italian: 4 } },
  amelie: { ...phone('5014'), groups: ['night'], skills: { french: 9, italian: 5 } },
  'ka-yan': { ...phone('5015'), groups: ['day'], skills: { cantonese: 9, mandarin: 6 } },
  jing: { ...phone('5016'), groups: ['day'], skills: { mandarin: 9, cantonese: 5 } },
  dmitri: { ...phone('5017'), groups: ['day'], skills: { russian: 9, polish: 5 } },
  giulia: { ...phone('5018'), groups: ['day'], skills: { italian: 9, spanish: 5 } },
  kavitha: { ...phone('5019'), groups: ['day'], skills: { tamil: 9, french: 4 } },
  carlos: { ...phone('5020'), groups: ['day'], skills: { spanish: 9, portuguese: 6 } },
  tuan: { ...phone('5021'), groups: ['day'], skills: { vietnamese: 9, cantonese: 4 } },
  jakub: { ...phone('5022'), groups: ['day'], skills: { polish: 9, russian: 6 } },
  'seo-yeon': { ...phone('5023'), groups: ['day'], skills: { korean: 9, mandarin: 4 } },
  layla: { ...phone('5024'), groups: ['day'], skills: { arabic: 9, french: 6 } },
  reza: { ...phone('5025'), groups: ['day'], skills: { farsi: 9, arabic: 5 } },
  balazs: { ...phone('5026'), groups: ['day'], skills: { hungarian: 9 } },
  beatriz: { ...phone('5027'), groups: ['day'], skills: { portuguese: 9, spanish: 6, italian: 4 } },
  julien: { ...phone('5028'), groups: ['day'], skills: { french: 9, italian: 5 } },
  chun: { ...phone('5029'), groups: ['evening'], skills: { cantonese: 9, mandarin: 6 } },
  xiao: { ...phone('5030'), groups: ['evening'], skills: { mandarin: 9, cantonese: 5 } },
  olga: { ...phone('5031'), groups: ['evening'], skills: { russian: 9, polish: 5 } },
  paolo: { ...phone('5032'), groups: ['evening'], skills: { italian: 9, spanish: 5 } },
  arul: { ...phone('5033'), groups: ['evening'], skills: { tamil: 9, french: 4 } },
  elena: { ...phone('5034'), groups: ['evening'], skills: { spanish: 9, portuguese: 6 } },
  thao: { ...phone('5035'), groups: ['evening'], skills: { vietnamese: 9, cantonese: 4 } },
  marta: { ...phone('5036'), groups: ['evening'], skills: { polish: 9, russian: 6 } },
  hyun: { ...phone('5037'), groups: ['evening'], skills: { korean: 9, mandarin: 4 } },
  omar: { ...phone('5038'), groups: ['evening'], skills: { arabic: 9, french: 6 } },
  shirin: { ...phone('5039'), groups: ['evening'], skills: { farsi: 9, arabic: 5 } },
  laszlo: { ...phone('5040'), groups: ['evening'], skills: { hungarian: 9 } },
  ines: { ...phone('5041'), groups: ['evening'], skills: { portuguese: 9, spanish: 6, italian: 4 } },
  claire: { ...phone('5042'), groups: ['evening'], skills: { french: 9, italian: 5 } },
} as const

/** They find an interpreter elsewhere for a language that nobody here speaks. */
export const coordinators = {
  grace: { ...phone('5043'), groups: ['night'] },
  petr: { ...phone('5044'), groups: ['night'] },
  henry: { ...phone('5045'), groups: ['day'] },
  sofia: { ...phone('5046'), groups: ['day'] },
  maria: { ...phone('5047'), groups: ['evening'] },
  tomas: { ...phone('5048'), groups: ['evening'] },
} as const
