import { oneOf, reader } from '@shared/routing/search'

/** Search parameters of the page's link. `alarms`: only open ones, or only cleared ones. */
export const readSearch = reader({ alarms: oneOf(['open', 'cleared']) })
