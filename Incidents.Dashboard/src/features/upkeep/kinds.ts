import type { NamedCategory } from '@shared/catalogue/useCatalogue'

/** The kinds of municipal property: categories of their group. */
export const municipal = (categories: readonly NamedCategory[]) =>
  categories.filter(({ group }) => group === 'municipal')
