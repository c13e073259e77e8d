/** Whether everything runs (`./test --long`); else a sample of what takes long. */
export const isLong = process.env['INCIDENTS_TEST_LONG'] === '1'

/** Defines a journey that only `./test --long` runs. */
export const longOnly = (define: () => void) => {
  if (isLong) define()
}

/** Whether every page that is looked at has its picture in `screenshots/`: with `./test --long`, or where INCIDENTS_PICTURES is 1. */
export const takesPictures = isLong || process.env['INCIDENTS_PICTURES'] === '1'
