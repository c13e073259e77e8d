import type { ComponentType } from 'react'

/** A feature as the shell knows it: name, first page and icon. The name is that of its folder and of its translations. */
export interface Feature {
  readonly name: string
  readonly path: string
  readonly icon: ComponentType
}
