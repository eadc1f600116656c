/** Numbers as people read them. Only these print percent; everywhere else a ratio is 0..1. */
import type { Language } from '../text/language.js'

export interface Formats {
  /** 0.88835 -> `88.8%`; `-` for nothing to measure. */
  percent(ratio: number | null): string
  /** With at most so many decimals, grouped: `27,666`. */
  number(value: number | null, decimals?: number): string
  /** A span as the eye compares it: `7.8 s`, `3 min 5 s`, `1 h 30 min`. */
  span(ms: number | null): string
  /** 1_800_000 -> `00:30`: a time of day. */
  clock(msOfDay: number): string
  bytes(size: number): string
}

const units = {
  en: { ms: 'ms', s: 's', min: 'min', h: 'h', d: 'days' },
  'zh-CN': { ms: '毫秒', s: '秒', min: '分', h: '小时', d: '天' },
} as const satisfies Record<Language, object>

export const createFormats = (language: Language): Formats => {
  const numbers = (decimals: number): Intl.NumberFormat =>
    new Intl.NumberFormat(language, { maximumFractionDigits: decimals })
  const unit = units[language]
  const cache = new Map<number, Intl.NumberFormat>()
  const number = (value: number | null, decimals = 0): string => {
    if (value === null || Number.isNaN(value)) return '-'
    if (!Number.isFinite(value)) return '∞'
    let format = cache.get(decimals)
    if (format === undefined) {
      format = numbers(decimals)
      cache.set(decimals, format)
    }
    return format.format(value)
  }
  return {
    number,
    percent: (ratio) => (ratio === null ? '-' : `${number(ratio * 100, 1)}%`),
    span: (ms) => {
      if (ms === null || !Number.isFinite(ms)) return number(ms)
      if (ms !== 0 && ms < 1000) return `${number(ms)} ${unit.ms}`
      if (ms < 59_950) return `${number(ms / 1000, 1)} ${unit.s}`
      const seconds = Math.round(ms / 1000)
      if (seconds >= 172_800 && seconds % 86_400 === 0) return `${number(seconds / 86_400)} ${unit.d}`
      const h = Math.floor(seconds / 3600)
      const min = Math.floor((seconds % 3600) / 60)
      const parts =
        h > 0
          ? [[h, unit.h] as const, [min, unit.min] as const]
          : [[min, unit.min] as const, [seconds % 60, unit.s] as const]
      return parts
        .filter(([n]) => n > 0)
        .map(([n, name]) => `${number(n)} ${name}`)
        .join(' ')
    },
    clock: (msOfDay) => {
      const minutes = Math.floor(msOfDay / 60_000)
      return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`
    },
    bytes: (size) => {
      const step = Math.min(Math.floor(Math.log2(Math.max(size, 1)) / 10), 4)
      return `${number(size / 1024 ** step, step === 0 ? 0 : 1)} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][step]}`
    },
  }
}

const pad = (n: number): string => String(n).padStart(2, '0')
