import config from './playwright.config'

/** Pictures that the repository keeps: a test run leaves them as they are. */
export default { ...config, testMatch: '*.picture.ts' }
