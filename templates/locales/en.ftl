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

### The words of Undersigned in English. One section per noun; a key is noun-what.

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
fault-text-line-break = Write this on one line.
fault-text-direction = Remove the invisible characters that turn the direction of the text.
fault-text-garbled = Some letters were damaged on the way here. Type this again.
fault-text-marks = Too many marks stand on one letter. Remove some of them.
fault-text-link = Remove the link. A name cannot contain “://”.
fault-text-too-many = There are too many rows. The limit is { $limit }.
fault-email-missing = Enter an e-mail address.
fault-email-at = An e-mail address has one @, as in name@example.org.
fault-email-too-long = This e-mail address is too long.
fault-email-local = Check the part before the @. Enter the address alone, without a name, spaces, commas or brackets.
fault-email-domain = Check the part after the @. It looks like example.org.
fault-website-missing = Enter a website.
fault-website-too-long = Shorten the website's address to { $limit } characters.
fault-website-scheme = A website's address begins with https:// or http://.
fault-website-host = Check the website's address. It looks like example.org.
fault-row-ragged = This row has more or fewer cells than the first row.
fault-import-empty = There are no rows in this list.
fault-import-too-big = This file is too large. The limit is { $limit } MB.
fault-import-too-many-rows = There are too many rows. The limit is { $limit }. Split the list into parts.
fault-import-spreadsheet = This is a spreadsheet file. Open it, save it as CSV, and upload that file.
fault-import-not-text = This file is not a list. Save your list as CSV and upload that file.
