import type { ReactNode } from 'react'
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { classes } from './classes'
import styles from './Help.module.css'
import popover from './Popover.module.css'

interface Props {
  /** What is explained, by its name on the page. */
  readonly topic: string
  /** What it can and cannot tell; blank lines of a text separate paragraphs. */
  readonly children: ReactNode
}

/** A question mark that opens an explanation. It is not printed. */
export function Help({ topic, children }: Props) {
  const { t } = useTranslation('shared')
  return (
    <DialogTrigger>
      <Button className={classes(styles['mark'])} aria-label={t('help', { topic })}>
        ?
      </Button>
      <Popover className={classes(popover['popover'])}>
        <Dialog className={classes(styles['text'])} aria-label={topic}>
          {paragraphsOf(children)}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

const paragraphsOf = (children: ReactNode) =>
  typeof children === 'string'
    ? children.split('\n\n').map((paragraph) => <p key={paragraph}>{paragraph}</p>)
    : children
