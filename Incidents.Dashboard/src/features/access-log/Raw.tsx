import styles from './AccessLog.module.css'

/** A long text that opens; what scrolls is within reach of the keyboard. */
export const Raw = ({
  name,
  text,
  isOpen = false,
}: {
  readonly name: string
  readonly text: string
  readonly isOpen?: boolean
}) => (
  <details open={isOpen}>
    <summary>{name}</summary>
    {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
    <pre className={styles['raw']} tabIndex={0}>
      {text}
    </pre>
  </details>
)
