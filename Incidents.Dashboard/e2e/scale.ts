/** Whether everything runs (`./test --long`); else a sample of what takes long. */
export const isLong = process.env['INCIDENTS_TEST_LONG'] === '1'
