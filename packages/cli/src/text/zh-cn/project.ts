/** 找不到项目文件时的说明。 */
import type { Catalogue } from '../en.js'

export const project: Catalogue['project'] = {
  noCenter: '这个文件夹里没有呼叫中心定义',
  noCenterRemedy: '进入项目文件夹，或指明文件，或新建项目：cc init my-center',
  noScenario: '这个文件夹里没有场景',
  noScenarioRemedy: '写一个，或指明文件，或新建带场景的项目：cc init my-center',
  whichScenario: '有多个场景，但没有名为 day 的',
  whichScenarioRemedy: '请指明其中一个',
}
