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
account-heading = Your account
account-name = Name
account-name-hint = As the other coordinators see it.
account-save-name = Save the name
account-email-hint = Links for a new password go there.
account-new-password = New password
account-current-password = Present password
account-password-hint = At least 15 characters. Four or five words that you choose by chance are easy to keep and hard to guess. You may paste it.
account-change-password = Change the password
account-sessions = Where you are signed in
account-session-count = { $count ->
    [one] You are signed in with one browser.
   *[other] You are signed in with { $count } browsers.
  }
account-sign-out-everywhere = Sign out everywhere
set-up-heading = Make the first account
set-up-text = This server has no accounts yet. Yours will be the first one: you run the server and can invite coordinators. Nobody else can use this link afterwards.
set-up-button = Make my account
set-password-heading = Set your password
set-password-text = Afterwards you are signed out everywhere, and this link stops working.
set-password-button = Set the password
forgot-heading = I forgot my password
forgot-text = Write your address. We mail you a link with which you set a new password.
forgot-button = Send me a link
forgot-sent-heading = Look into your mail
forgot-sent-text = If a coordinator has this address, a link is on its way. It works for 30 minutes, once. If nothing comes, look into the spam folder, or check the address.
forgot-caught = No mail leaves this server. An operator finds the link in the mailbox on the desk.
forgot-back = Back to the sign-in
password-too-short = Use at least 15 characters.
password-too-long = Use at most 256 characters.
password-common = This password is among the first that others try. Choose another one.
password-context = This password is little more than your name, your address or the name of this site. Choose another one.
password-not-current = This is not your present password.
coordinator-name-missing = Write the name.
coordinator-name-too-long = Use at most 200 characters.
coordinator-name-control = The name holds characters that cannot be shown. Type it again by hand.

## Coordinators: the operator's list
coordinators-heading = Coordinators
coordinators-state = State
coordinators-state-invited = Invited, no password yet
coordinators-state-active = Can sign in
coordinators-state-disabled = Shut out
coordinators-actions = Change
coordinators-operator = runs this server
coordinators-operator-box = This person runs the server
coordinators-operator-hint = Operators invite and shut out coordinators and see caught mail. They do not see letters that they do not work on.
coordinators-email-hint = The link to set a password goes there. It works for seven days.
coordinators-invite-heading = Invite a coordinator
coordinators-invite = Send the invitation
coordinators-invite-again = Send the link again
coordinators-disable = Shut out
coordinators-enable = Let in again
coordinators-caught = No mail leaves this server. Invitations wait in the mailbox.
coordinators-mailbox = Open the mailbox

## Done: what a form has just done
done-password_set = The password is set. Sign in with it.
done-password_changed = The password is changed. You are signed out everywhere else.
done-name_saved = The name is saved.
done-signed_out_everywhere = You are signed out everywhere.
done-invited = The invitation is on its way.
done-disabled = The coordinator is shut out and signed out everywhere.
done-enabled = The coordinator can sign in again.

## About this site
about-heading = What is this site?
about-text = Organisations sign open letters and joint statements here. The people who run a letter, its coordinators, write the text and ask organisations to sign. Each organisation signs by itself, through a link that was mailed to it, and sees beforehand how its name will be printed.
about-counts-heading = What the numbers mean
about-counts-text = A number counts signatures that were confirmed by the organisation and checked by the coordinators. Some organisations are counted and not named, because naming them would put people at risk.
about-program-heading = The program
about-program-text = This site runs Undersigned, free software under the GNU Affero General Public License, version 3 or later.
about-contact-heading = Contact
accessibility-heading = Accessibility
accessibility-text = Everybody must be able to read and sign. We aim at WCAG 2.2, level AA.
accessibility-keyboard = Every page works with the keyboard alone and with a screen reader.
accessibility-script = Every page works without JavaScript.
accessibility-zoom = Text can be enlarged to 400 per cent, and every page follows your light or dark setting.
accessibility-names = Names of any script are marked so that screen readers and line breaks treat them well.
accessibility-tell-heading = Something does not work for you?
accessibility-tell-text = Write to us. We answer and repair it:
