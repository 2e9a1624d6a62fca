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
fault-text-too-many = There are too many rows. The limit is { $limit }.

## Failures: a heading and a text for each kind; what happened, what to do now
failure-heading-refused = This is not possible
failure-heading-not-found = This page does not exist
failure-text-not-found = Check the address, or begin at the first page of this site.
failure-heading-dead-link = This link leads nowhere
failure-text-dead-link = Mail programs sometimes cut links off. Open the link from the mail again, or copy it as a whole. If that does not help, ask the person who sent it for a new one.
failure-heading-not-allowed = You may not do this here
failure-text-not-allowed = Your account does not have the right for it. Ask the person who runs this letter or this server.
failure-heading-busy = The server is busy
failure-text-busy = Nothing was changed. Wait a moment, then load the page again.
failure-heading-internal = Something went wrong on our side
failure-text-internal = Nothing was changed. Try again. If it happens again, tell the people who run this site.
failure-heading-bad-input = This form cannot be read
failure-text-bad-input = It holds characters that are no text, or it arrived cut off. Nothing was changed. Go back, remove what was pasted last, and send it again.
failure-heading-forged = This form could not be taken
failure-text-forged = It was not sent from our own page, or the page was open too long. Nothing was changed. Go back, load the page again, and send it once more.
failure-heading-too-large = This is too much at once
failure-text-too-large = Nothing was changed. Go back and send less, for example a shorter text or a smaller file.
failure-heading-too-many = Too many tries
failure-text-too-many = Wait a little, then try again.
failure-heading-foreign-host = This is not the address of this site
failure-text-foreign-host = Use the address under which this site is known.
failure-heading-method = This page does not work in this way
failure-text-method = Open it in a browser.
failure-heading-too-slow = This took too long
failure-text-too-slow = The server stopped waiting. Check whether your change arrived before you send it again.
failure-reference = Tell them this reference:
failure-to-desk = To the desk
failure-to-start = To the first page

## Account: sign in, passwords
sign-in-heading = Sign in
sign-in-button = Sign in
sign-in-forgot = I forgot my password
sign-in-carried = You were signed out meanwhile. Sign in again: what you typed comes back after it.
account-email = E-mail address
account-password = Password
again-heading = Send it once more
again-text = You signed in after this form was opened, so it was not taken yet. Everything you typed is here, only files must be chosen again.
again-send = Send it now
again-leave = Leave it
