/** What is said when a project's files are not where they are looked for. */
export const project = {
  noCenter: 'there is no definition in this folder',
  noCenterRemedy: 'Go to the folder of a project, name the file, or make a project: cc init my-center',
  noScenario: 'there is no scenario in this folder',
  noScenarioRemedy: 'Write one, name its file, or make a project that has some: cc init my-center',
  whichScenario: 'there are several scenarios and none is called day',
  whichScenarioRemedy: 'Name one of them',
}
