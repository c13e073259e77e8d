/** One or several class names as one `className`; react-aria takes no undefined one. */
export const classes = (...names: readonly (string | undefined)[]) => names.join(' ')
