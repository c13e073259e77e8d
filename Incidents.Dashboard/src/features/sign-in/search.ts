import { reader, text, where } from '@shared/routing/search'

/** Whether an address is of these pages: a link must not lead to another server. */
export const isOwnAddress = (address: string) =>
  address.startsWith('/') && !leads.test(address.split(/[?#]/)[0] ?? '') && isHere(new URL(address, location.origin))

// Two slashes begin the name of another host, also after segments such as . and .. are taken away.
const leads = /[/\\]{2}|\\|\/(\.|%2e){1,2}(\/|$)/i
const isHere = ({ origin }: URL) => origin === location.origin

/** Search parameters of the page of sign-in. `returnTo`: the page that was wanted. */
export const readSearch = reader({ returnTo: where(text(2_000), isOwnAddress) })
