# English, the language every message exists in. Keys are noun-what. B1 words, verbs on buttons, no exclamation marks.

## Site: frame, help
skip-to-content = Skip to the content
nav-site = This site
nav-letters = Open letters
nav-languages = Languages
nav-desk = Desk
nav-my-letters = Letters
nav-operator = Operator
nav-sign-out = Sign out
nav-letter = This letter
help-safety = Safety
help-privacy = Privacy
help-about = What is this site?
help-accessibility = Accessibility

## Form
form-error-prefix = Error:
form-summary = { $count ->
    [one] One thing is missing or wrong
   *[other] { $count } things are missing or wrong
  }
form-nothing-lost = Everything you typed is still here.
form-published = Published
form-conveners-only = Only the conveners of this letter

## Desk: the pages of one letter
desk-page-overview = Overview
desk-page-text = Text
desk-page-details = Details
desk-page-dates = Dates
desk-page-invitations = Invitations
desk-page-mail = Mail
desk-page-signatures = Signatures
desk-page-publish = Publish
desk-page-safety = Safety
desk-page-log = Log

## Refusals: one sentence for each code of domain::refusal
refusal-edited-meanwhile = Somebody else saved this text while you were writing. Both texts are below: take over what you need and save again.
refusal-revision-changed = The text of the letter changed since you opened the form. Read what changed, then decide.
refusal-letter-closed = Signing is closed. Write to the conveners if you still wish to be added.
refusal-not-collecting = This letter does not take signatures at the moment.
refusal-link-used = This link was used already.
refusal-link-expired = This link is too old. Ask for a new one.
refusal-link-revoked = This link was taken back or replaced by a newer one.
refusal-test-link = This link comes from a test mail. It shows the pages but cannot sign.
refusal-already-listed = This organisation is on the list of this letter already.
refusal-wrong-status = This is not possible in the present state of the signature. Load the page again to see it.
refusal-wrong-letter-state = This is not possible in the present state of the letter. Load the page again to see it.
refusal-not-ready = Something is still missing. The list above says what.
refusal-slug-not-confirmed = This is not the short name of the letter. Type it exactly as it is shown.
refusal-slug-taken = This short name cannot be used. Choose another one.
refusal-sign-in-failed = The address or the password is not right.
refusal-too-many = There were too many tries. Wait a little and try again.
refusal-address-taken = A coordinator has this address already.
refusal-last-one = The last one cannot leave. Name another one first.


## Errors: pages that say one thing
error-not-found = There is nothing at this address
error-not-found-why = The address may be mistyped, or the page may not be public.
error-to-letters = See the open letters
error-reference = Reference:

## Front page
front-heading = Open letters
front-empty = No letters are public yet.
front-collecting = Open for signature

## Letter: the public page
letter-kind-open_letter = Open letter
letter-kind-joint_statement = Joint statement
letter-kind-letter = Letter
letter-kind-press_release = Press release
letter-kind-reaction = Reaction
letter-to = To
letter-from = From
letter-date = Date
letter-convened-by = convened by { $convener }
letter-convened-by-more = { $count ->
    [one] convened by { $convener } and one other
   *[other] convened by { $convener } and { $count } others
  }
letter-sign = Sign this letter
letter-sign-checked = The conveners check each name before it appears.
letter-until = Until
letter-facts = Date, version, files
letter-names = Names of signatories
letter-published = Published
letter-version = Version
letter-version-final = Version { $version }, final
letter-version-text = Text and fingerprint
letter-late = Late signatures
letter-late-until = until
letter-late-open = still possible
letter-conveners = Conveners
letter-files = Files
letter-plain-text = Plain text
letter-on-this-page = On this page
letter-the-letter = Letter
letter-signatories = Signatories
letter-seal = Seal of version { $version }, drawn from its fingerprint
letter-frozen = Frozen on
letter-check-copy = Check a copy against this text

## Counts: every number comes from one function, these are its words
counts-organisations = { $count ->
    [one] { $count } organisation
   *[other] { $count } organisations
  }
counts-individuals = { $count ->
    [one] { $count } individual
   *[other] { $count } individuals
  }
counts-countries = { $count ->
    [one] { $count } country
   *[other] { $count } countries
  }
counts-both = { $one } and { $other }
counts-in-countries = { $signatories } in { $countries }
counts-noun-organisations = { $count ->
    [one] organisation
   *[other] organisations
  }
counts-noun-individuals = { $count ->
    [one] individual
   *[other] individuals
  }
counts-noun-countries = { $count ->
    [one] country
   *[other] countries
  }
counts-noun-withheld = { $count ->
    [one] name withheld
   *[other] names withheld
  }
counts-as-of = as of
counts-at-publication = At publication: { $count }

## Dots: one for each signatory
dots-caption = Signatories by region
dots-withheld = Name withheld
dots-each-one = Each dot is one signatory.
dots-each = Each dot stands for { $count } signatories.

## Register
register-title = Signatories: { $title }
register-all = All
register-find = Find a name or country
register-find-button = Find
register-filter = Filter the names
register-download = Download this list (CSV)
register-jump = Jump to
register-more = Show more names
register-elsewhere = In more than one country
register-individuals = Individuals
register-late = Signed after publication, { $day }
register-recorded = Consent recorded by the conveners
register-empty = Nobody is listed yet.
register-hidden = The conveners have hidden all names for now. Everybody who signed is still counted.
register-shown = { $shown } of { $all }
register-shown-of = { $shown } of { $all }: { $narrowed }
register-q = Name, acronym or place
register-country = Country
register-region = Region
register-kind = Kind
register-kind-organisation = Organisations
register-kind-network = Networks
register-kind-individual = Individuals
register-show = Show
register-show-all = Show all names
register-link = Link to this view
register-nobody = No signatory matches. Try fewer words or another country.

## Withheld: counted, not named
withheld-from = { $count ->
    [one] One signatory from { $place } is counted and not named, for security reasons.
   *[other] { $count } signatories from { $place } are counted and not named, for security reasons.
  }
withheld-nowhere = { $count ->
    [one] One more signed with the name withheld for security reasons. It is counted above; its place is not shown.
   *[other] { $count } more signed with their names withheld for security reasons. They are counted above; their place is not shown.
  }
withheld-why = Why, and who can see them

## Withdrawn letter
withdrawn-title = Withdrawn: { $title }
withdrawn-letter = The conveners withdrew this letter.
withdrawn-reason = Reason:
withdrawn-what = Its text and the names of those who signed are no longer shown here. Copies made before cannot be called back.

## Version: one frozen wording
version-title = Version { $version }: { $title }
version-older = This is an earlier wording. Nobody signs it any more.
version-newest = Read version { $version }
version-file = The exact text (Markdown)
version-to-letter = The letter and its signatories
version-fingerprint = Fingerprint
version-how = To check a copy, download the exact text and compute its SHA-256. The result must be the same:

## Times
weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
# For example: Fri 4 Sep 2026
time-date = { $weekday } { $day } { $month } { $year }
# For example: 18:00
time-clock = { $hour }:{ $minute }
time-utc = { $time } UTC
# Where the day in UTC is another than the day of the zone
time-utc-day = { $date }, { $time } UTC
# For example: Fri 4 Sep 2026, 18:00 Geneva (16:00 UTC)
time-full = { $date }, { $time } { $label } ({ $utc })
time-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
time-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
time-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
time-under-a-minute = less than a minute
# For example: 1 day 19 hours
time-two-units = { $first } { $second }
time-in = in { $distance }
time-ago = { $distance } ago
zone-new-york = New York
zone-london = London
zone-nairobi = Nairobi
zone-delhi = Delhi
zone-manila = Manila
zone-utc = UTC

## Notes of a letter's text
notes-title = Notes
notes-back = Back to the text

## Faults: what is told beside a field
fault-time-form = Enter a date and a time, for example 2026-09-04T18:00.
fault-time-never = This time does not exist: the clocks go forward over it that night. Choose a time an hour earlier or later.
fault-time-twice = This time comes twice: the clocks go back that night. Choose a time an hour earlier or later.
fault-time-past = This time is over.
fault-zone-unknown = Choose a time zone from the list, for example Europe/Zurich.
fault-zone-label-empty = Enter the place whose time it is, for example Geneva.
fault-zone-label-too-long = Shorten the name of the place to { $limit } characters.
fault-zone-label-form = Remove characters that cannot be printed from the name of the place.
fault-collects-unknown = Choose whether the letter collects before publication or in public.
fault-due-after-closing = The due time is later than the closing time. Choose an earlier due time or a later closing time.
fault-publishes-before-closing = The letter would be published before signing closes. Choose a later publication time, or let it collect in public.
fault-closes-before-publication = The letter collects in public, so it must close after its publication. Choose a later closing time, or leave it empty.
fault-closing-missing = Set a closing time: the letter is published after signing closes.
fault-publication-missing = Set a publication time.
fault-slug-empty = Enter a short name for the letter's address.
fault-slug-too-long = Shorten this name to { $limit } characters.
fault-slug-form = Use only small letters a to z, digits and hyphens, with no hyphen at either end.
fault-slug-route-word = This name is used by one of our own pages. Choose another.
fault-text-empty = Fill in this field.
fault-text-too-long = This is too long. The limit is { $limit }.
fault-text-control = Remove characters that cannot be printed, and line ends where only one line fits.
fault-text-too-many = There are too many rows. The limit is { $limit }.
