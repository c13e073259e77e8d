import config from './playwright.config'

/** What depends on how busy the machine is, and therefore is no test: run where nothing else runs. */
export default { ...config, testMatch: '*.measure.ts', workers: 1 }
