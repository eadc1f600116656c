/** What `cc init` asks and prints. */
export const init = {
  /** Where a project goes when nobody says. */
  folder: 'my-center',
  askFolder: 'In which folder?',
  askTemplate: 'What kind of call center?',
  cancelled: 'Nothing was made.',
  templates: {
    minimal: 'One number, one queue, three agents: the smallest that runs',
    'customer-service': 'Menu, information, agents, complaints, messages; simulated on a real day of calls',
    emergency: 'Emergency call taking: every second counts, nothing is lost (for design, training and simulation)',
    'multi-skill': 'A language line: interpreters with skills and levels; simulated on a real month of calls',
  },
  made: ({ folder, template, files }: { folder: string; template: string; files: string }) =>
    `Made ${folder} from the template ${template}: ${files} files`,
  secrets: 'The file .env in it holds random passwords and is not in git.',
  next: 'Next:',
  notEmpty: 'this folder is not empty',
  notEmptyRemedy: 'Name another folder, or use --force to write among its files',
  notAFolder: 'there is a file where the folder should be',
  cannotWrite: ({ reason }: { reason: string }) => `the project cannot be written: ${reason}`,
}
