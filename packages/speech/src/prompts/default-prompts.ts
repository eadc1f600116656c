/**
 * Prompts that most centers need, in English and Chinese. The package has them as files, so they are heard where nothing
 * can speak. A definition takes those it wants:
 *
 * ```ts
 * import { defaultPrompts } from '@callweave/speech'
 *
 * const prompts = { ...defaultPrompts, welcome: { en: 'Welcome to Harbour Freight.', zh: '欢迎致电海港货运。' } }
 * ```
 */
export const defaultPrompts = {
  welcome: { en: 'Welcome. Thank you for calling.', zh: '您好，欢迎致电。' },
  'please-hold': { en: 'Please hold the line.', zh: '请稍候，不要挂机。' },
  'all-busy': { en: 'All our agents are busy. Please hold the line.', zh: '坐席全忙，请稍候。' },
  'thank-you-for-waiting': { en: 'Thank you for waiting.', zh: '感谢您的耐心等待。' },
  'you-are-number': { en: 'You are in the queue at number', zh: '您当前的排队位置是第' },
  'wait-in-minutes': { en: 'The expected wait, in minutes, is', zh: '预计等待分钟数为' },
  'press-for-callback': { en: 'To be called back, press one.', zh: '如需回拨，请按一。' },
  'we-call-you-back': { en: 'We will call you back. Goodbye.', zh: '我们会尽快给您回电，再见。' },
  'leave-a-message': { en: 'Please leave a message after the tone.', zh: '请在提示音后留言。' },
  'message-kept': { en: 'Your message has been saved.', zh: '您的留言已保存。' },
  'press-zero': { en: 'For an agent, press zero.', zh: '人工服务请按零。' },
  'not-understood': { en: 'That key is not in use here.', zh: '按键无效。' },
  'try-again': { en: 'Please try again.', zh: '请重新输入。' },
  'nothing-pressed': { en: 'We have not heard a key.', zh: '没有收到您的按键。' },
  closed: { en: 'We are closed now. Please call again during our hours.', zh: '现在是非工作时间，请在工作时间来电。' },
  connecting: { en: 'We are connecting you now.', zh: '正在为您转接。' },
  'not-available': { en: 'Nobody can take your call now.', zh: '暂时无人接听您的电话。' },
  'may-be-recorded': { en: 'This call may be recorded.', zh: '您的通话可能会被录音。' },
  'rate-this-call': {
    en: 'How was our service? Press one to five, five is best.',
    zh: '请为本次服务评分，一到五分，五分为最满意。',
  },
  'thank-you': { en: 'Thank you.', zh: '谢谢。' },
  goodbye: { en: 'Goodbye.', zh: '再见。' },
} as const satisfies Readonly<Record<string, { readonly en: string; readonly zh: string }>>

/** Digits as words; `zh` reads the 1 of a number on a phone as yi, as in a place in line. */
const digitWords: Readonly<Record<string, readonly string[]>> = {
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
  zh: ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'],
}

/** The words for the digits 0 to 9; in a language not known here the digits themselves, which any engine reads. */
export const digitTexts = (language: string): readonly string[] =>
  digitWords[language.toLowerCase().split(/[-_]/)[0] ?? ''] ?? [...'0123456789']

/** The digits of a number as it is read out: of a whole number, without sign. */
export const digitsOf = (value: number): readonly number[] =>
  [...String(Math.abs(value))].flatMap((sign) => (/\d/.test(sign) ? [Number(sign)] : []))
