# English, the language every message exists in. Keys are noun-what. B1 words, verbs on buttons, no exclamation marks.

## Site: frame, help
skip-to-content = Skip to the content
nav-site = This site
nav-letters = Open letters
nav-languages = Languages
nav-desk = Desk
nav-address-book = Address book
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
form-not-done = This was not done
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
desk-page-press = Press
desk-page-publish = Publish
desk-page-people = People
desk-page-safety = Safety
desk-page-log = Log

## Mails: what each says; subjects stay under 60 characters
mail-bare-link = If the button does not work, open this address:
mail-full-text = The full text
mail-full-text-follows = The full text of the letter follows.
mail-signed-text-follows = The text that you signed follows.
mail-no-tracking = No pictures, no tracking.
mail-answers = Answers to this mail reach the people who run the letter.
mail-hello = Dear { $name },
mail-to = To
mail-sign-by = Sign by
mail-answer-by = Answer by
mail-text = Text
mail-text-final = final, version { $version }
mail-names = Names
mail-names-public = public on the letter’s page after a check; you may sign with your name withheld
mail-names-at = public on { $at }; you may sign with your name withheld
mail-names-later = public when the letter is published; you may sign with your name withheld
mail-asks-invitation = { $from } asks { $organisation } to sign this text:
mail-asks-reminder = { $from } asked { $organisation } to sign this text and has no answer yet:
mail-asks-last_call = { $from } asks { $organisation } for the last time to sign this text:
mail-asks-extension = There is more time for { $organisation } to sign this text, as asked by { $from }:
mail-asks-free = { $from } writes to { $organisation } about this text:
mail-ask-button-true = Read and sign
mail-ask-button-false = Open the page
mail-left = Time left
mail-signs-nothing = Opening the page signs nothing. You may pass this mail on inside your organisation: whoever has the link can read everything and sign, without an account.
mail-decline = If you cannot sign, press Decline on that page. No reminder will follow.
mail-invitation-why = You receive this mail because { $from } put { $organisation } on the list for this letter.
mail-stop = Stop mails about this letter
mail-discreet-subject = A document for your review
mail-discreet-asks = { $from } asks you to read a document and to answer. What it is about is said only on its page.
mail-discreet-button = Read the document
mail-discreet-why = You receive this mail because { $from } put your address on a list.
mail-test-subject = Test: { $subject }
mail-test-note = This is a test mail to yourself. Its link shows the pages and cannot sign.
mail-test-name = colleague
mail-test-organisation = Example Organisation
mail-no-name = colleagues
mail-no-organisation = you
mail-confirm-subject = Confirm your address to finish signing
mail-confirm-what = This address was given to sign “{ $title }”.
mail-confirm-what-discreet = This address was given in one of our forms.
mail-confirm-name = Name as typed
mail-confirm-spelling = Is the spelling wrong? Confirm first: the next mail has a link to correct it.
mail-confirm-how = Open the page and press Confirm. Opening it alone confirms nothing.
mail-confirm-until = This is possible until { $until }.
mail-confirm-button = Go to the page
mail-confirm-not-you = If it was not you, do nothing. Without your confirmation nothing is signed.
mail-confirm-why = You receive this mail because somebody typed this address into a form. Nothing more will come unless you confirm.
mail-receipt-subject = Your signature was received
mail-receipt-what = You signed “{ $title }”. Please keep this mail.
mail-receipt-what-discreet = Your signature was received. Please keep this mail in a safe place, or delete it.
mail-receipt-listed = Printed as
mail-receipt-withheld = counted, with the name withheld
mail-receipt-version = Text
mail-receipt-version-n = version { $version }
mail-receipt-signed = Signed on
mail-receipt-fingerprint = Fingerprint of the text (SHA-256)
mail-receipt-record = Fingerprint of your signature (SHA-256)
mail-receipt-check = The conveners check each signature before they list it.
mail-mine-button = See or change my signature
mail-mine-what = There you can correct the line, have the name withheld, withdraw, or say “this was not us”. Keep the link to yourself: whoever has it can do the same.
mail-signer-why = You receive this mail because a signature was given with this address.
mail-already-subject = About your signature
mail-already-what = The form to sign “{ $title }” was sent again with this address. A signature from this address is there already, so nothing was changed.
mail-already-what-discreet = One of our forms was sent again with this address. Your first answer is there already, so nothing was changed.
mail-already-not-you = If you did not send the form, you need not do anything.
mail-refused-subject = Your signature was not listed
mail-refused-what = The conveners of “{ $title }” did not put your signature on the list.
mail-refused-what-discreet = The conveners did not put your signature on the list.
mail-refused-line = Signed as
mail-refused-reason = They write
mail-refused-answer = If you think that this is a mistake, answer this mail. Your answer reaches the people who run the letter.
mail-changed-subject = Your listing was changed
mail-changed-what = This is about your signature under “{ $title }”.
mail-changed-what-discreet = Something changed about your signature. The page says what.
mail-change-corrected = The line that is printed was corrected.
mail-change-withheld = Your name is not printed any more. Your signature is still counted.
mail-change-named = Your name will be printed once the conveners have checked it.
mail-change-withdrawn = Your signature was withdrawn. It is not counted any more.
mail-change-suspended = Your signature is off the list until a doubt is cleared up.
mail-change-unlisted = Your signature is off the public list until the conveners have checked it again.
mail-changed-before = Before
mail-changed-after = Now
mail-changed-not-you = If you did not expect this, tell the people who run the letter.
mail-code = Or type { $page } into your browser, there the letter code { $letter } and the code { $code }.
mail-approval-subject = Your approval is asked
mail-approval-reminder-subject = Your approval is the missing step
mail-approval-changed = The text changed after you were asked. Please read what changed: an approval is for the new text only.
mail-approval-again = { $organisation } signed “{ $title }” before the text changed. Does the signature stand for the new text?
mail-approval-again-discreet = A text that your organisation signed was changed. Does the signature stand?
mail-approval-missing = Your approval is the missing step. Without it the signature does not count.
mail-approval-asks = { $contact } asks you to approve that your organisation signs “{ $title }”.
mail-approval-note = The note to you
mail-approval-line = Printed as
mail-approval-how = On the page you can read everything, approve, refuse, or write to the conveners. Opening it approves nothing, and you need no account.
mail-approval-button = Read and decide
mail-approval-why = You receive this mail because { $contact } named you as the person who approves. Your answer to this mail goes to { $contact }.
mail-unapproved-subject = Your organisation’s approval was refused
mail-unapproved-what = { $person } did not approve that your organisation signs “{ $title }”. Nothing was signed.
mail-unapproved-what-discreet = { $person } did not approve. Nothing was signed.
mail-unapproved-again = { $person } did not approve the new text of “{ $title }”. Your organisation’s signature was taken off.
mail-unapproved-again-discreet = { $person } did not approve the new text. Your organisation’s signature was taken off.
mail-unapproved-again-button = See our signature
mail-unapproved-reason = { $person } writes:
mail-unapproved-now = You can change the signature and ask again, ask somebody else, or decline.
mail-unapproved-button = Open the invitation
mail-unapproved-why = You receive this mail because you asked for this approval.
mail-comment-subject = A comment from somebody who is asked to approve
mail-comment-what = { $person } is asked to approve a signature under “{ $title }” and writes to you:
mail-comment-what-discreet = { $person } is asked to approve a signature and writes to you:
mail-comment-organisation = Organisation
mail-comment-open = The decision is open. An answer to this mail goes to the person who wrote.
mail-comment-button = See who was asked
mail-comment-why = You receive this mail because answers about this text go to your address.
mail-handed-subject = A colleague passed an invitation on to you
mail-handed-title = An invitation
mail-handed-why = You receive this mail because { $person } passed an invitation on to your address.
mail-handed-note = { $person } passed this invitation on to you.
mail-new-link-subject = Your new link
mail-new-link-note = Somebody asked for a new link on the page of an old one. Here it is. If it was not you, you need not do anything.
mail-colleague-subject = Somebody signed for your organisation
mail-colleague-what = Somebody of your organisation signed “{ $title }”.
mail-colleague-what-discreet = Somebody of your organisation signed a document. The page says more.
mail-colleague-by = Signed by
mail-colleague-how = If this was agreed, you need not do anything. If not, one button on the page takes the signature off at once, until the conveners have looked. Opening the page does nothing.
mail-colleague-button = See the signature
mail-colleague-why = You receive this mail because the conveners know you as a contact of this organisation.
mail-late-subject = Your request to be added
mail-late-what = Signing of “{ $title }” was closed. You asked the conveners to add you.
mail-late-what-discreet = You asked the conveners to add you after closing.
mail-late-then = They decide. If they add you, your signature stands apart with its date, because it came after closing. If not, they tell you why.
mail-late-why = You receive this mail because you asked to be added with this address.
mail-password-subject = Set a new password
mail-password-what = Somebody asked for a new password for your account on { $site }. This link works once, for { $minutes } minutes.
mail-password-button = Set a new password
mail-password-not-you = If it was not you, do nothing. Your password stays as it is.
mail-account-subject = Set a password for your account
mail-account-what = An account was made for you on { $site }, where open letters are written and signed. Set a password to use it. This link works once, for { $days } days.
mail-account-button = Set my password
mail-account-not-you = If you do not know why you receive this, do nothing. The account cannot be used without your password.
mail-password-changed-subject = Your password was changed
mail-password-changed-what = The password of your account on { $site } was changed on { $at }. You were signed out everywhere else.
mail-news-discreet-subject = News about your answer
mail-news-discreet = { $from } has news for those who answered. What it is about is said only on the page.
mail-news-about = { $from } writes to those who signed this text and asked to hear more:
mail-news-public-button = Read the public letter
mail-news-mine = To see or change what you signed:
mail-news-proof = Once you are listed, that page also has a small file. It proves that your signature is on the published list.
mail-news-why = You receive this mail because you signed and asked to hear what becomes of it.
mail-news-stop = Send me no more news
mail-done-subject = { $count ->
    [one] 1 mail has left
   *[other] { $count } mails have left
  }
mail-done-what = Your mailing “{ $what }” is through:
mail-import-done-subject = { $count ->
    [one] 1 contact imported
   *[other] { $count } contacts imported
  }
mail-import-done-what = Your list “{ $what }” is imported:
mail-done-high-risk = about a letter with a high risk for its signers
mail-done-button = See how it went
mail-done-why = You receive this mail because you began this on { $site }.
mail-digest-subject = { $count ->
    [one] 1 thing waits for you
   *[other] { $count } things wait for you
  }
mail-digest-what = This waits for you on { $site }:
mail-digest-high-risk = A letter with a high risk for its signers
mail-digest-button = Open the desk
mail-digest-stop = You get this once a day, only when something waits. Stop it in your account:
mail-password-changed-button = Ask for a new password
mail-password-changed-not-you = If you did this, you need not do anything. If not, ask for a new password now and tell the people who run the site.
mail-account-why = You receive this mail because this address belongs to an account on { $site }.

## Mail failures: why a mail did not arrive
mail-failure-no_mailbox = There is no such mailbox
mail-failure-no_domain = There is no such domain, or it takes no mail: look at what stands after the @
mail-failure-mailbox_closed = The mailbox was closed
mail-failure-moved = Its owner has another address now
mail-failure-mailbox_full = The mailbox is full
mail-failure-taken_for_spam = The receiving server took it for unwanted mail
mail-failure-sender_blocked = The receiving server does not trust this server or its domain: tell your operator
mail-failure-too_many = The receiving server says that too many mails came at once
mail-failure-asks_to_wait = The receiving server asks to come back later
mail-failure-too_big = The mail is larger than the receiving server takes
mail-failure-their_server_away = The receiving server could not be reached
mail-failure-refused = The receiving server refused it
mail-failure-gave_up = Tried for three days in vain
mail-failure-unreachable = The mail relay could not be reached
mail-failure-not_written = The mail could not be written: an address or a name in it cannot stand in a mail
mail-failure-no_answer = The mail relay did not say whether it took the mail
mail-failure-complaint = The contact marked one of these mails as unwanted
mail-failure-came_back_often = It came back several times, so no more mailings go there

## Bounces: mail that came back
bounce-with-code = { $reason } ({ $code })
bounce-came-back = Mail came back: { $reason }
bounce-count = { $count ->
    [one] Mail came back once.
   *[other] Mail came back { $count } times.
}
bounce-release = Let mails go to the ticked addresses again
bounce-release-hint = For addresses whose mails came back or whose owner complained. The log says who did it.
bounce-release-none = Nothing stops the mails to the ticked addresses.
bounce-waiting = Some wait to be tried again
bounce-waiting-what = This needs nobody. Each is tried again for three days, at longer and longer distances.

## Mailbox: caught mail, for operators
mailbox-heading = Mailbox
mailbox-note = No mail leaves this server. Every mail is caught, kept sealed, and shown to operators here.
mailbox-none = Mail leaves this server through its relay. Nothing is caught.
mailbox-empty = No mail was written yet.
mailbox-to = To
mailbox-from = From
mailbox-reply-to = Answers to
mailbox-unsubscribe = One-click stop
mailbox-html = HTML part as source
mailbox-older = Older mails
mailbox-newest = Newest mails
quarantine-banner = This is a restored copy in quarantine. No mail leaves it and nothing is published by itself, until an operator runs: undersigned restore --release
mailbox-banner = No mail leaves this server. It is caught, and operators see it in the mailbox.
nav-mailbox = Mailbox

## Refusals: one sentence for each code of domain::refusal
refusal-edited-meanwhile = Somebody else saved this text while you were writing. Both texts are below: take over what you need and save again.
refusal-revision-changed = The text of the letter changed since you opened the form. Read what changed, then decide.
refusal-letter-closed = Signing is closed. Write to the conveners if you still wish to be added.
refusal-not-collecting = This letter does not take signatures at the moment.
refusal-already-recorded = A signature of this organisation is here already. Look it up in the list.
refusal-link-used = This link was used already.
refusal-link-expired = This link is too old. Ask for a new one.
refusal-link-revoked = This link was taken back or replaced by a newer one.
refusal-test-link = This link comes from a test mail. It shows the pages but cannot sign.
refusal-address-suppressed = Nothing can be sent to this address: it bounced, or its owner wants no more mail. Pass the link on another way.
refusal-already-listed = This organisation is on the list of this letter already.
refusal-both-listed = Both are on the list of one letter, so they stay two. Take one of the signatures off that list first.
refusal-wrong-status = This is not possible in the present state of the signature. Load the page again to see it.
refusal-line-changed = The signatory changed this line while you were looking. Read it again, then decide.
refusal-wrong-letter-state = This is not possible in the present state of the letter. Load the page again to see it.
refusal-not-ready = Something is still missing. The list on this page says what.
refusal-slug-not-confirmed = This is not the short name of the letter. Type it exactly as it is shown.
refusal-slug-taken = This short name cannot be used. Choose another one.
refusal-sign-in-failed = The address or the password is not right.
refusal-too-many = There were too many tries. Wait a little and try again.
refusal-address-taken = A coordinator has this address already.
refusal-last-one = The last one cannot leave. Name another one first.

#
## Errors: pages that say one thing
error-not-found = There is nothing at this address
error-not-found-why = The address may be mistyped, or the page may not be public.
error-to-letters = See the open letters
error-reference = Reference:

## Front page
front-heading = Open letters
front-empty = No letters are public yet.
front-collecting = Open for signature
front-convened-by = Convened by { $convener }

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
letter-proof = Proof
letter-pdf = PDF
letter-word = Word
reader-label = Text size and spacing
reader-size = Text size
reader-sizes-smaller = Smaller
reader-sizes-usual = Usual
reader-sizes-larger = Larger
reader-sizes-largest = Largest
reader-space = Space between lines
reader-spaces-usual = Usual
reader-spaces-wide = Wide
reader-spaces-wider = Wider
search-off-title = The list is not searched just now
search-off-note = Very many people are reading. Search and filters come back when there are fewer; the whole list and its file are here.
search-off-list = The whole list
switches-heading = Switches for an hour of need
switches-note = They hold for every letter on this server, at once, until you switch back. What is left keeps working.
switches-signing = Pause signing
switches-signing-hint = Who presses the button is asked to try again later, with everything typed kept. Taking back and withholding go on.
switches-counts = Hold the numbers and the lists
switches-counts-hint = The public pages stay as they are when somebody is listed. What is withdrawn or withheld goes at once all the same.
switches-search = No search and no filters
switches-search-hint = The list, its pages and its files stay.
sign-later-paused = Signing is paused on this server for a while. Nothing was sent; everything you typed is still here. Try again later.
paper-page = page { $page } of { $pages }
paper-too-long = The list has { $count } names, too many for print. It stands at the address below, and there as a file too.
paper-being-made-title = The file is being made
paper-being-made = It takes some seconds after the letter or its list changed. This page asks again by itself.
paper-back = Back to the letter
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
register-csv-view = CSV of this view
register-nobody = No signatory matches. Try fewer words or another country.
register-nobody-from = No signatory from { $place }.
register-nobody-around = { $count } from { $place }

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
version-changes = What changed since version { $version }
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
time-day-month = { $day } { $month }
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

## Letter: its parts and states
letter-title = Title
details-title-hint-draft = One line, at most 400 characters. You can change it until you open the letter.
details-title-hint-open = One line, at most 400 characters. A change is part of the draft, until you make it a new version.
letter-title-hint = One line, at most 400 characters. You can change it until you open the letter.
letter-kind = Kind
letter-kind-note-open_letter = Speaks to somebody, in public.
letter-kind-note-joint_statement = Says one thing together; it may speak to nobody in particular.
letter-kind-note-letter = From one organisation to somebody, with the officers who sign it.
letter-kind-note-press_release = News for journalists, with quotes and whom to ask.
letter-kind-note-reaction = Answers an event or somebody’s words.
letter-kind-choose = Choose the kind of text.
letter-signers = Who may sign
letter-signers-organisations = Organisations and networks
letter-signers-individuals = Individuals
letter-signers-both = Both
letter-signers-choose = Choose who may sign.
letter-language = Language of the text
letter-language-hint = The language that is signed. Translations come later.
letter-language-choose = Choose the language of the text.
details-re-line-letter = Subject line
details-re-line-hint-letter = Printed as “Re:” under the addressees. May stay empty.
details-re-line-press_release = Line under the headline
details-re-line-hint-press_release = The news in one sentence. May stay empty.
letter-summary = Summary
letter-summary-hint = About 60 words for lists, mails and journalists. It is not part of the signed text.
letter-place = Place
letter-place-hint = For example “Geneva”.
letter-dated = Date as printed
letter-dated-hint = For example “25 November 2026”.
letter-salutation = Salutation
letter-salutation-hint = For example “Excellencies,”.
letter-body = Text
letter-body-hint = Markdown: an empty line parts paragraphs, “## ” begins a heading, “1. ” a numbered list, **bold**, *italic*, [words](https://address), and [^1] a footnote.
letter-closing = Closing
letter-closing-hint = For example “Respectfully,”.
letter-slug = Short name in the address
letter-slug-public = The letter is public at this address, and people have linked to it. If you change the short name, the old address leads to the new one for ever, and no other letter can have it. Files, citations and QR codes that were made before go on showing the old address.
letter-slug-hint = The public page will be at { $link }. Small letters, digits and hyphens.
letter-state-draft = Draft
letter-state-in_comments = In comments
letter-state-open = Open for signature, not yet public
letter-state-closed = Closed, not yet public
letter-state-scheduled = Closed, publication armed
letter-state-collecting = Public and open for signature
letter-state-published = Public
letter-state-withdrawn = Withdrawn
letter-state-on_hold = On hold

## Desk: letters, overview
people-note = Colleagues who work on this letter. Whoever is not in this list sees nothing of it.
people-members = Who works on it
people-you = (you)
people-disabled = cannot sign in
people-invited = has no password yet
people-may = What { $name } may do
people-rights-owner = Owner
people-rights-note-owner = Everything: also opening, publishing, withdrawing, and this page.
people-rights-editor = Editor
people-rights-note-editor = Text, dates, invitations, mails; and what reviewers, checkers and the press may do.
people-rights-checker = Checker
people-rights-note-checker = Lists and refuses signatures.
people-rights-reviewer = Reviewer
people-rights-note-reviewer = Comments on the draft while comments are taken.
people-rights-press = Press
people-rights-note-press = The press page, its contacts, and links for journalists.
people-rights-legend = What they may do (one or more)
people-rights-missing = Say what they may do: choose at least one.
people-sees-withheld = May see withheld names
people-sees-withheld-hint = Every look is written into the log. Give it to as few as possible.
people-remove = Take off this letter
people-leave = Leave this letter
people-add-heading = Add a colleague
people-who = Colleague
people-who-hint = Whoever has an account on this server.
people-choose = Choose a colleague
people-choose-missing = Choose a colleague.
people-add = Add to this letter
people-nobody-left = Everybody with an account works on this letter already.
people-invite-account = Give somebody an account
people-ask-operator = Somebody without an account: ask an operator of this server to invite them.
desk-letters = Letters
desk-new-letter = Begin a letter
desk-new-note = A title and a language are enough to begin. Everything else can come later.
desk-begin = Begin
begin-with = Begin with
begin-with-hint = A copy takes the text, the addressees, the officers who sign and the conveners. Dates, invitations and signatures are not copied.
begin-empty = An empty page
begin-outline = An outline for this kind
begin-copy = A copy of one of your letters
begin-outline-open_letter =
    We, the undersigned organisations, write to you about …

    ## What happens

    In one paragraph: what happens, where, and to whom. Give a source for each number.

    ## What we ask

    We call on you to:

    1. …
    2. …

    We ask for an answer until …
begin-outline-joint_statement =
    We, the undersigned organisations, state together:

    In one paragraph: what we stand for.

    ## Why now

    In one paragraph: what happened, and when.

    ## What must follow

    - …
    - …
begin-outline-letter =
    I write to you on behalf of …

    In one paragraph: what you ask, and until when.

    In one paragraph: why.

    I look forward to your answer.
begin-outline-press_release =
    In one sentence: who did what today, and why it matters.

    In one paragraph: what the signatories ask, and of whom.

    In one paragraph: the numbers, with their sources.
begin-outline-reaction =
    In one sentence: what happened today, and what we think of it.

    In one paragraph: what is right or wrong about it.

    In one paragraph: what must happen next.
desk-back = Back to the letters
desk-listed = { $count ->
    [0] Nobody is listed yet
    [one] 1 signatory listed
   *[other] { $count } signatories listed
  }
desk-empty = There is no letter yet
desk-empty-note = It takes about ten minutes from here to the first invitation.
desk-note-draft = draft
desk-version = Version { $n }
overview-to-open = Go to opening
overview-to-publish = Go to publishing
overview-to-invite = Invite organisations
overview-to-check = { $count ->
    [one] Check 1 signature
   *[other] Check { $count } signatures
  }
overview-public-page = See the public page
overview-next-closes = Signing closes { $distance }
overview-next-publishes = Publishes { $distance }
overview-tasks = Before you open it
task-text = Write the text
task-addressees = Say to whom it speaks
task-conveners = Name the conveners
task-dates = Set the closing time
task-safety = Think about the signers’ safety
task-invitations = Add the organisations to invite
task-open = Freeze the wording and open it
task-done = done
task-to-do = to do
task-optional = optional
overview-needs = Needs you
overview-nothing = Nothing is waiting.
need-to-check = { $count ->
    [one] signature to check
   *[other] signatures to check
  }
need-suspended = { $count ->
    [one] signature in doubt: “this was not us”
   *[other] signatures in doubt: “this was not us”
  }
need-remarks = { $count ->
    [one] In 1 language the second reader wants changes
   *[other] In { $count } languages the second reader wants changes
}
need-failed-mails = { $count ->
    [one] mail that did not arrive
   *[other] mails that did not arrive
  }
overview-funnel = From invited to signed
funnel-invited = Invited
funnel-sent = Mailed
funnel-visited = Visited the page
funnel-signed = Signed
funnel-declined = Declined
funnel-silent = Silent
overview-signatures = Signatures
overview-nobody-invited = Nobody was invited by mail.
overview-signed = All signatures: { $listed } listed, { $waiting } to check, { $pending } waiting for the address to be confirmed.
overview-visited = Visited means that a button was pressed on our page.
overview-pace = Pace
overview-pace-none = Nobody has signed yet.
overview-pace-now = { $total } today
overview-pace-before = { $total }: the letter before this one, in the same time
overview-pace-what = { $total ->
    [one] 1 signature since the letter was opened. The same numbers are in the table.
   *[other] { $total } signatures since the letter was opened. The same numbers are in the table.
  }
overview-pace-day = Day
overview-pace-added = Signed that day
overview-pace-total = In all
overview-as-table = as a table
pace-opened = opened
pace-invitation = invitation
pace-reminder = reminder
pace-last_call = last call
pace-extension = more time
pace-thanks = thanks
pace-free = message
pace-closes = closes
pace-public = public
overview-gaps = Gaps
gaps-by-region = by region
gaps-by-country = by country
gaps-by-language = by language
gaps-head-region = Region
gaps-head-country = Country
gaps-head-language = Language
gaps-invited = Invited
gaps-signed = Signed
gaps-rate = Rate
gaps-rate-number = { $rate } %
gaps-nobody = nobody invited
gaps-silent = { $count ->
    [one] 1 silent
   *[other] { $count } silent
  }
gaps-add = find contacts

## Desk: text
history-autosave = saved while writing, up to ten minutes in one
writing-held = { $name } has been writing here since { $time }.
writing-own-tab = You have been writing in another tab since { $time }.
writing-read-only = You can read the text. If you take over, nothing of theirs is lost: what they have saved stays, and what they have not saved is kept in their browser.
writing-take = Take over
writing-saved = Saved { $time }
writing-saving = Saving
writing-unsaved = Not saved yet
writing-failed = Not saved since { $time }. Trying again. Your text is kept in this browser.
writing-signed-out = Not saved since { $time }. Sign in again in another tab; your text is kept in this browser, and this page goes on by itself.
writing-other-person = Not saved since { $time }. Somebody else signed in on this browser. Your text is kept for you.
writing-taken = Not saved. { $told } Your last words are kept in this browser.
writing-meanwhile = Not saved. Somebody else saved this text meanwhile. Yours is kept in this browser.
writing-faulty = Not saved. { $told }
writing-waits = This text is not saved yet. Press “Save” when it is as you want it.
writing-newer = A newer text was saved. Load this page again to go on with it.
writing-load = Load the newer text
writing-show-both = Show both texts
writing-kept = This browser kept a text of { $time } that was never saved.
writing-kept-show = Show how it differs
writing-kept-drop = Throw it away
writing-tools = Marks in the text
writing-tool-heading = Heading
writing-tool-bold = Bold
writing-tool-italic = Italic
writing-tool-link = Link
writing-tool-footnote = Footnote
writing-tool-list = List
writing-tool-numbered = Numbered list
writing-tool-quote = Quote
writing-words = Words: { $count }
paste-reading = Reading what you pasted
paste-done = Headings, bold, italic, lists, links and footnotes were kept.
paste-too-large = What you pasted is larger than 2 MB, so it came in as plain text. Paste it in parts to keep headings and lists.
paste-failed = What you pasted came in as plain text, because the server could not be reached.
paste-dropped-images = { $count ->
    [one] 1 picture was left out.
   *[other] { $count } pictures were left out.
  }
paste-dropped-comments = { $count ->
    [one] 1 comment was left out.
   *[other] { $count } comments were left out.
  }
paste-dropped-deletions = { $count ->
    [one] 1 tracked deletion was left out.
   *[other] { $count } tracked deletions were left out.
  }
paste-dropped-insertions = { $count ->
    [one] 1 tracked insertion is in the text, and not marked.
   *[other] { $count } tracked insertions are in the text, and not marked.
  }
paste-dropped-tables = { $count ->
    [one] 1 table became lines of text.
   *[other] { $count } tables became lines of text.
  }
paste-dropped-struck = { $count ->
    [one] Words were struck out in 1 place. They are plain text now.
   *[other] Words were struck out in { $count } places. They are plain text now.
  }
paste-dropped-fonts = { $count ->
    [one] A font, size or colour was left out in 1 place.
   *[other] Fonts, sizes or colours were left out in { $count } places.
  }
paste-dropped-objects = { $count ->
    [one] 1 embedded object was left out.
   *[other] { $count } embedded objects were left out.
  }
paste-dropped-notes = { $count ->
    [one] The text of 1 footnote was not copied, so its mark was left out.
   *[other] The texts of { $count } footnotes were not copied, so their marks were left out.
  }
writing-kept-heading = Text that was kept in this browser
writing-kept-note = It is in the form below and not saved yet. This is how it differs from the saved text; underlined is in the kept one only, struck out is in the saved one only.
text-saved = Draft { $n } is saved
text-words = { $count ->
    [one] 1 word
   *[other] { $count } words
  }
text-preview = Preview
text-preview-saved = Preview the saved draft
text-note = Note for your colleagues
text-note-hint = What you changed. It is not published.
text-frozen-note = The wording that people sign is frozen. A change here is a draft until you make it a new version on the page “Publish”.
text-conflict-heading = Somebody else saved while you were writing
text-conflict-note = Your text is in the form below. This is how it differs from theirs; underlined is yours, struck out is theirs. Take over what you need and save again.
text-conflict-theirs = Their text in full
preview-banner = This is a preview. Nobody else can see it. Its list and files are there once the letter is public.
preview-back = Back to the text
form-save = Save
form-no-action = The form did not say what to do. Press one of its buttons.
fault-in-row = Row { $row }: { $fault }

## Desk: details
details-what = What it is
details-section-to = To whom it speaks
details-section-hint-to = In the order in which they are printed. Empty rows are left out; save to get more rows.
details-addressee = Addressee { $n }
addressee-name = Name
addressee-role = Office
addressee-body = Body
addressee-place = Place
details-section-from = Who runs it
details-section-hint-from = The conveners are named on the page. They are counted only if they sign.
details-convener = Convener { $n }
convener-name = Name
convener-website = Website
details-section-officers = Who signs at the foot
details-section-hint-officers = Persons who sign by their office, under the closing. Leave it empty if there are none.
details-officer = Officer { $n }
officer-name = Name
officer-title = Title
details-section-quotes = Quotes
details-section-hint-quotes = Printed after the text, with who said it. They are part of what is signed; an empty line begins a new paragraph.
details-quote = Quote { $n }
quote-text = Words
quote-name = Name
quote-title = Title
quote-organisation = Organisation
details-section-asks = Demands
details-section-hint-asks = Printed as a numbered list after the text, and part of what is signed.
details-ask = Demand { $n }
details-section-background = Background
details-section-hint-background = What readers should know beside the text. Printed at its end, and part of what is signed.
background-heading = Heading
background-heading-hint = In the language of the text. Without one, a line stands there.
background-text = Background
details-section-occasion = What it answers
details-section-hint-occasion = Printed above the text.
event-what = Event, or whose words
event-what-hint = “Adoption of the report on the upper basin”, “Reply of the President”.
event-place = Place
event-dated = Date
event-link = Link
details-section-source = What it is taken from
details-section-hint-source = If this is an excerpt of a longer document, readers see where the whole is.
source-title = Title of the whole document
source-publisher = Published by
source-dated = Released on
source-dated-hint = May differ from the date above.
source-link = Link to the whole
details-section-tags = Tags
details-section-hint-tags = Printed with the facts beside the text.
details-tags = Tags
details-tags-hint = Parted by commas.
details-linked = What belongs together with it
details-linked-hint = Each of them lists the others, as soon as both are public.
details-up = Move up
details-down = Move down
details-signing = Signing
details-fixed = People have signed under these rules, so “who may sign” and the short name cannot change any more.
details-asks-representative = Offer to print who signs for the organisation
details-asks-representative-hint = Each signer decides. Without this only the organisation is printed.

## Desk: dates
dates-collects = When signatures are collected
dates-collects-before_publication = Before publication
dates-collects-in_public = In public
dates-collects-note-before_publication = The usual way: collect, close, then publish with all names.
dates-collects-note-in_public = Publish first and go on collecting on the public page.
dates-zone = Time zone
dates-zone-hint = All times of this letter are in this zone, for example Europe/Zurich.
dates-label = Name printed behind the time
dates-label-hint = For example “Geneva”. Empty: the city of the zone.
dates-due = We hope for an answer by
dates-due-hint = A soft deadline. It is shown and nothing happens then.
dates-closes = Signing closes
dates-closes-hint = The last moment to sign.
dates-publishes = Publication
dates-publishes-hint = The first moment at which the public may read it.
dates-extend = More time to sign
dates-extend-to = New closing time
dates-extend-hint = In the letter’s zone, later than the present one.
dates-extend-later = Choose a time to come that is later than the present closing time.
dates-extend-tell = { $count ->
    [one] Extend and write to the 1 who is silent
   *[other] Extend and write to the { $count } who are silent
  }
dates-extend-quietly = Extend only
dates-elsewhere = The same times elsewhere
dates-word-due = Sign by
dates-word-closes = Closes
dates-word-closed = Closed
dates-word-publishes = Publishes
dates-word-published = Published
dates-edited-meanwhile = Somebody else saved the dates while you were writing. Yours are still in the form; look at theirs below and save again.

## Desk: publish
preflight-body = The text is written and fits its limits
preflight-closing = The closing time is set
preflight-future = The closing time is still to come
publish-text-changed = Somebody saved the text after this page was loaded. Look at it once more, then press the button again.
publish-lacks = Settle what is to do above; then the button to open stands here.
publish-lacks-owner = An owner of this letter opens it.
publish-open-heading = Open for signature
publish-open-note = Opening freezes the wording as version 1. People sign exactly this text; its fingerprint is kept with each signature.
publish-commented = People are still commenting on the draft. What they say after you open cannot change version 1.
publish-open = Freeze version 1 and open
publish-counts-heading = What the public would read now
publish-counts = { $organisations ->
    [one] 1 organisation
   *[other] { $organisations } organisations
  } in { $countries ->
    [one] 1 country
   *[other] { $countries } countries
  }, { $individuals ->
    [0] no individuals
    [one] 1 individual
   *[other] { $individuals } individuals
  }, { $withheld ->
    [0] no name withheld
    [one] 1 name withheld
   *[other] { $withheld } names withheld
  }.
publish-to-check-note = They are not counted before you list them.
publish-versions = Frozen wordings
publish-change-first = first wording
publish-change-minor = minor change, signatures stand
publish-change-substantive = substantive change
publish-revise-heading = Make the saved draft a new version
publish-revise-note = This is what would change.
publish-change-legend = What kind of change is it?
publish-change-minor-note = A correction that changes nothing in what is said. Signatures stand.
publish-change-substantive-note = The letter says something else. Earlier signatures do not count for the new version.
publish-change-choose = Say whether the change is minor or substantive.
publish-note = Public note
publish-note-hint = What changed and why. It is printed with the version.
publish-note-missing = Write what changed and why. It is printed with the version.
publish-revise = Freeze the new version
publish-close-heading = Close the signing
publish-close-note = Signing closes by itself at its time. Close it now only if you must.
publish-close = Close now
publish-schedule-heading = Publish at the agreed minute
publish-link = The letter will be at { $link }. Until then this address answers like one that never existed.
publish-schedule-note = Arm the publication time. The page, the list and the files then become public by themselves.
publish-schedule = Arm the publication time
publish-armed = The publication time is armed. The letter becomes public by itself.
publish-unschedule = Disarm
publish-no-time = Set a publication time on the page “Dates” to have it published by itself.
publish-now-heading = Publish now
publish-now-note = The letter becomes public at once, with the names listed so far. What was read cannot be called back.
publish-confirm = Type the short name “{ $slug }” to confirm
publish-now = Publish now
publish-withdraw-heading = Withdraw the letter
publish-withdraw-note = A public letter leaves a page that says when and why. Text and names are gone from it. This cannot be undone.
publish-reason = Reason
publish-reason-hint = Printed on the page.
publish-reason-missing = Write the reason. It is printed on the page.
publish-withdraw = Withdraw the letter

## Desk: safety
safety-hide-heading = Hide all names
safety-hide-note = Page, list and files then show numbers only, at once. Copies that others made cannot be called back.
safety-hide = Hide all names now
safety-hidden = All names are hidden.
safety-unhide = Show the names again
safety-signing-heading = Signing
safety-high-risk = Signing this letter can be dangerous
safety-high-risk-hint = Mails then have a neutral subject and no topic, and signing with the name withheld is offered first.
safety-paused = Pause signing
safety-paused-hint = Links and forms then say that signatures are not taken at the moment.
safety-listing = How names reach the list
safety-listing-check_first = A person checks each one
safety-listing-automatic = By themselves, once the address is confirmed
safety-listing-note-check_first = Nothing is public before you listed it.
safety-listing-note-automatic = Anybody with the link can get a name onto the list. You can still take it off.
safety-countries-heading = Names of countries and territories
safety-countries-hint = Print a place as the signers wish. The list of choices stays the same.
safety-country = Own name { $n }
safety-country-code = Place
safety-country-label = Printed as
safety-noun = Word beside the number of countries
safety-noun-hint = For example “countries and territories”. Empty: “countries”.

## Desk: signatures, the check
check-heading = { $count ->
    [0] Nothing to check
    [one] 1 signature to check
   *[other] { $count } signatures to check
  }
check-tab-confirmed = To check
check-tab-listed = Listed
check-tab-pending = Waiting
check-tab-refused = Refused
check-tab-suspended = In doubt
check-tab-withdrawn = Withdrawn
check-tab-expired = Expired
check-empty-confirmed = Nothing is waiting for the check.
check-empty-listed = Nobody is listed yet.
check-empty-pending = Nobody still has to confirm an address.
check-empty-refused = No signature was refused.
check-empty-suspended = No signature is in doubt.
check-empty-withdrawn = Nobody has withdrawn.
check-empty-expired = Every address was confirmed in time.
check-no-more = There are no more.
check-first-page = First page
check-next-page = Next page
check-name-withheld = Name withheld
check-name-erased = Erased
check-day = { $day } { $month }
check-note-clear = address confirmed
check-note-withheld = asks not to be named
check-note-erased = erased on schedule
check-note-mixed-script = imitates other letters
check-note-duplicate = possible duplicate
check-note-late = asks to be added late
check-note-name-changed = name changed
check-note-other-domain = address of another domain
check-note-free-mail = free mail address
check-note-recorded = recorded by a convener
check-note-correction = asks for a correction
check-note-organisation = organisation
check-note-network = network
check-note-individual = individual
check-ticked-list = List the ticked ones
check-ticked-undo = Take the ticked ones off the list
check-nothing-ticked = Tick at least one signature.
check-status-confirmed = To check
check-status-listed = Listed
check-status-pending = Waiting for the address to be confirmed
check-status-refused = Refused
check-status-suspended = In doubt
check-status-withdrawn = Withdrawn
check-status-expired = Not confirmed in time
check-decided-listed = Listed by { $name }, { $time }
check-decided-rule = Listed by the letter’s rule, { $time }
check-decided-refused = Refused { $time }
check-decided-withdrawn = Withdrawn { $time }
check-decided-suspended = Somebody said “this was not us”, { $time }
check-decided-expired = Ended { $time }
check-mixed-script = The name mixes letters of different scripts that look the same. The odd ones: { $letters }.
check-punycode = The domain { $host } is shown as { $shown } in browsers. Compare it letter by letter.
check-late-request-closed = This request came after signing closed. If you list it before publication, it counts with the others.
check-late-request-published = This request came after signing closed. If you list it, it stands apart with today’s date. The number at publication stays as it was.
check-older-version = Version { $n } was signed. The text has changed in substance since, so this signature does not count for the newest version.
check-withheld-note = The name is counted and not published. Looking at it is noted in the log, with your name.
check-show-withheld = Show the withheld name
check-withheld-others = Only coordinators who may see withheld names can check this signature.
check-compare-withheld = Compare with the withheld names too
check-erased-note = The names and addresses of this signature were erased on schedule.
check-proof = As it will stand on the list.
check-proof-withheld-none = Not printed. The public reads only that somebody signed.
check-proof-withheld-region = Not printed. The part of the world may be, once five share it.
check-proof-withheld-country = Not printed. The country may be, once five share it.
check-fact-kind = Kind
check-fact-name = Name
check-fact-latin = In Latin letters
check-fact-acronym = Acronym
check-fact-affiliation = Affiliation
check-fact-country = Country
check-fact-website = Website
check-fact-representative = Representative
check-fact-role = Role
check-fact-signed-by = Signed by
check-fact-email = E-mail
check-fact-came-by = Came by
check-fact-when = When
check-fact-text = Text
check-fact-reason = Reason
check-came-invited = personal invitation
check-came-shared = shared link
check-came-open = form on the public page
record-heading = Add a signature by hand
record-lead = For a yes that came by phone, letter or message. It waits for the check like any other, and every list says that the conveners recorded it.
record-name = Organisation
record-name-hint = As it is to be printed. Organisations that you invited appear while you type, and their country is known.
record-country-hint = May stay empty for an organisation that you invited with a country.
record-region-hint = Only for a body that works in one part of the world.
record-person = Who said yes
record-person-hint = Only the conveners see it.
record-note = How and when consent was given
record-note-hint = For example: “Phone call with the director, 21 November.” Only the conveners see it.
record-button = Add for the check
record-back = Back to the signatures
record-open = Add a signature by hand
check-came-recorded = recorded by a convener
check-came-link = shared link “{ $label }”
check-text = Version { $n }, { $language }
check-address-invited = the address that you invited
check-address-same-domain = same domain as the website
check-address-free-mail = free mail: anybody can have such an address
check-address-other = another domain than the website
check-address-no-website = no website to compare with
check-told-at = The signer is told at this time:
check-wish-heading = The signatory asks for another line
check-wish-before = Now on the list
check-wish-after = Asked for
check-accept = Take the correction over
check-drop = Leave the line as it is
check-pair-confirmed = Is this the same as { $name }, which waits too?
check-pair-listed = Is this the same as { $name }, which is listed?
check-pair-invited = Is this the same as { $name }, which you invited?
check-this-one = This one
check-other-one = The other one
check-side-confirmed = To check
check-side-listed = Listed
check-side-pending = Not confirmed
check-side-refused = Refused
check-side-suspended = In doubt
check-side-withdrawn = Withdrawn
check-side-expired = Expired
check-side-invited = Invited
check-likeness-same-name = The names are equal.
check-likeness-same-folded-name = The names differ only in capitals, accents or punctuation.
check-likeness-confusable = The names look alike, but some letters are different ones.
check-likeness-same-acronym = The acronyms match.
check-likeness-one-edit-apart = The names differ by one letter.
check-likeness-same-website = The website is the same.
check-likeness-same-mail-domain = The mail domain is the same.
check-letters = They look alike and are not the same: { $one } stands here, { $other } there.
check-see-other = See the other signature
check-more-pairs = { $count ->
    [one] One more may be the same.
   *[other] { $count } more may be the same.
  }
check-list = List
check-list-both = Different: list it too
check-refuse-open = Refuse
check-refuse-same = Same: refuse this one
check-refuse = Refuse it and tell the signer
check-reason = Reason
check-reason-hint = The signer reads it in a mail ten minutes from now. Until then you can take it back.
check-reason-missing = Write the reason. The signer reads it.
check-reason-same = Your organisation is on the list already.
check-undo = Undo
check-undo-listed = Take it off the list
check-undo-refused = Take the refusal back
check-undo-suspended = The doubt is cleared up: check it again
check-nothing-to-do-pending = Nothing to decide yet. We sent a mail with a button that confirms the address.
check-nothing-to-do-withdrawn = The signatory took it back. There is nothing to decide.
check-nothing-to-do-expired = The address was not confirmed in time. There is nothing to decide.
check-nothing-to-do-refused = There is nothing to decide.
check-nothing-to-do-listed = There is nothing to decide.
check-nothing-to-do-suspended = There is nothing to decide.
check-done-list = { $count ->
    [0] No signature was listed.
    [one] 1 signature is listed.
   *[other] { $count } signatures are listed.
  }
check-done-refuse = { $count ->
    [one] 1 signature is refused.
   *[other] { $count } signatures are refused.
  }
check-done-undo = { $count ->
    [0] Nothing was taken back.
    [one] 1 signature waits for the check again.
   *[other] { $count } signatures wait for the check again.
  }
check-done-accept_correction = The correction is taken over.
check-done-drop_correction = The line stays as it is.
check-done-one-list = { $name } is listed.
check-done-one-refuse = { $name } is refused. The signer is told in ten minutes.
check-done-one-undo = { $name } waits for the check again.
check-done-one-accept_correction = { $name } stands on the list in its new form.
check-done-one-drop_correction = { $name } stays as it is.
check-missed = { $count ->
    [one] One was left as it is:
   *[other] { $count } were left as they are:
  }
check-missed-already-listed = its organisation is listed already
check-missed-line-changed = the signatory changed it meanwhile
check-missed-withheld = its name is withheld from you
check-missed-gone = it is not on this letter
check-missed-wrong-status = somebody decided on it already
check-late = Somebody was faster. Below you see how it stands now.
check-card-listed = Another signature of this organisation is on the list already, so this one cannot be listed. Refuse it, or take the other one off the list first.

## Privacy: what is kept, how long, who sees it
privacy-heading = What we keep, and for how long
privacy-short = We keep what a letter needs, and we erase it on fixed days. The server does it by itself.
privacy-table = What is kept
privacy-what = What
privacy-who = Who sees it
privacy-until = Until when
privacy-what-line = The printed line: name, country, and the representative if you agreed
privacy-who-line = Everybody, after publication
privacy-until-line = As long as the letter is here. You can have it corrected, withheld or removed by the link in your receipt.
privacy-what-website = The website that you gave with an organisation
privacy-who-website = The coordinators who check the signatures of this letter
privacy-until-website = As long as the line is here
privacy-what-signer = Your own name, role and e-mail address
privacy-who-signer = The coordinators who check the signatures of this letter
privacy-until-signer = { $days } days after publication, or after you signed if that is later
privacy-what-approver = Whom a signer asked to approve: name, e-mail address, and what they wrote
privacy-who-approver = The signer who asked, and the conveners where they were written to
privacy-until-approver = As long as the signer’s own: { $days } days after publication, or after the request if that is later
privacy-what-withheld = A withheld name, with its line, person and address
privacy-who-withheld = The coordinators of this letter who may see withheld names, and the operator with both the database and the key
privacy-until-withheld = { $days } days after publication, or after you signed if that is later
privacy-what-invitation = Invitations, answered or not
privacy-who-invitation = The coordinators of this letter
privacy-until-invitation = { $days } days after publication, or after signing closed if that is later
privacy-what-unpublished = The last three, for a letter that is never published
privacy-who-unpublished = As above
privacy-until-unpublished = { $days } days after signing closed
privacy-what-withdrawn-letter = The same, for a letter that the conveners withdrew before publication
privacy-who-withdrawn-letter = As above
privacy-until-withdrawn-letter = { $days } days after it was withdrawn
privacy-what-ended = Signatures that were withdrawn, refused or not confirmed
privacy-who-ended = The coordinators who check the signatures of this letter
privacy-until-ended = { $days } days after that
privacy-what-pending = Addresses that wait to be confirmed
privacy-who-pending = The coordinators who check the signatures of this letter
privacy-until-pending = { $days } days at most
privacy-what-list = Lists that a coordinator uploaded and did not finish
privacy-who-list = The coordinators of this letter
privacy-until-list = { $days } days
privacy-what-mail = That a mail was sent, and whether it arrived
privacy-who-mail = The coordinators of this letter and the operator
privacy-until-mail = { $days } days
privacy-what-tries = How often somebody tried to sign in
privacy-who-tries = Nobody; the server counts
privacy-until-tries = { $days } days
privacy-what-session = That a coordinator is signed in
privacy-who-session = Nobody; the server counts
privacy-until-session = { $days } hours at most
privacy-what-book = The address book: organisations and whom to write to there
privacy-who-book = The coordinators of the team
privacy-until-book = Until they remove you. You can ask them to.
privacy-what-log = The log: what was done and when, without any name of a signer
privacy-who-log = The coordinators of the letter and the operator
privacy-until-log = As long as the letter is here
privacy-sealed-heading = How it is kept
privacy-sealed-text = Addresses, withheld names and notes are encrypted in the database. The key is a file that lies elsewhere. Whoever takes only the database, or a copy of it, cannot read them.
privacy-not-heading = What we do not keep or do
privacy-not-address = We store no IP address and write none into a log. To slow down attacks, the server counts tries under a scrambled value that changes every day.
privacy-not-third = No page loads anything from other servers. No other company learns that you were here.
privacy-not-pixel = Our mails hold no hidden picture. We do not know whether you opened one.
privacy-not-profile = We make no profiles and sell nothing.
privacy-cookies-heading = Cookies
privacy-cookies-text = Readers get none. A form sets one so that nobody else can send it in your name. After signing, one shows your own browser its receipt for half an hour. Coordinators have one while they are signed in. The page on which they write keeps in their browser what is not saved yet, until it is saved or they sign out.
privacy-copies-heading = Copies
privacy-copies-text = The operator makes backups so that nothing is lost. When one is put back, everything that was due since is erased again. Copies that readers, papers or archives made before are not in our hands.
privacy-rights-heading = Your rights
privacy-rights-text = The link in your receipt shows what we hold about your signature. There you correct it, withhold your name or withdraw, and nobody has to agree.
privacy-rights-write = For everything else, write to us:
privacy-to-safety = How to sign more safely

## Safety: signing when it can be dangerous
safety-page-heading = Signing safely
safety-page-short = Signing an open letter can be dangerous in some places. Read this before you decide. There is no hurry, and you can always decline.
safety-withheld-heading = Name withheld
safety-withheld-what = You can sign and have your name withheld. You are counted, and your name stands in no page, list, file or search.
safety-withheld-place = You choose whether your country, only the part of the world, or nothing may be said. A place is printed only when at least { $count } withheld names share it.
safety-withheld-who-heading = Who can still see the name
safety-withheld-coordinators = Coordinators of this letter who were given that right. Each look is noted in a log with their name.
safety-withheld-operator = The operator of this server, with both the database and its key.
safety-withheld-nobody = Nobody else. Other coordinators read “Name withheld”.
safety-withheld-until-heading = Until when
safety-withheld-until = The name is erased { $days } days after publication, or after you signed if that is later. If the letter is never published, it is erased { $unpublished } days after signing closed at the latest. You stay counted.
safety-withheld-copies = If your name was public before you withheld it, copies that others made cannot be called back.
safety-before-heading = Before you sign
safety-before-device = Use a device that only you use. A shared computer, or one from work, may keep what you typed.
safety-before-mail = Use a mailbox that your employer and your provider at home cannot read. Your receipt goes there.
safety-before-network = Your network can see that you visit this site, not what you read or write. The Tor Browser hides that too; every page works in it.
safety-before-history = Your browser remembers the pages you opened. Use a private window, or clear the history afterwards.
safety-before-link = Your link is yours alone. Who has it can sign for you, so do not forward it in a chat.
safety-before-people = Talk with the people whom your signature touches: staff, members, family.
safety-after-heading = After you signed
safety-after-link = The link in your receipt changes everything at once: withhold your name, correct the line, or withdraw. It works at night too, and nobody has to agree.
safety-after-copies = Readers may have copied a public name before. A printed letter, a newspaper or an archive cannot be called back.
safety-after-hide = If the danger grows for everybody, the conveners can hide all names at once. The numbers stay.
safety-limits-heading = What we cannot protect
safety-limits-text = We cannot protect a device or mailbox that others control. We cannot keep a person who knows your name from telling it. Somebody who watches the whole network may guess who visits.
safety-write = If you are in doubt, write to us, from a safe mailbox and without details:
safety-to-privacy = What we keep, and for how long

## Operator: what is erased next
retention-heading = What is erased next
retention-note = The server erases by itself, within a minute of each date.
retention-rules = The rules, as everybody reads them
retention-due = Due now
retention-nothing = Nothing is due.
retention-due-note = { $count ->
    [one] 1 thing is due and will be gone in a minute.
   *[other] { $count } things are due and will be gone in a minute.
  }
retention-last = Last erased: { $time }
retention-letters = Letter by letter
retention-no-letters = There is nothing left to erase of any letter.
retention-letter = Letter
retention-kind-contacts = Names and addresses of signers
retention-kind-withheld = Withheld names
retention-kind-invitations = Invitations
retention-kind-ended = Signatures that ended
retention-kind-traces = Traces of mails, links and sessions
retention-none = none
retention-no-date = no date yet

## Desk: log
log-note = Who did what on this letter, the newest first, in UTC. It holds no names of signers.
log-when = When
log-who = Who
log-what = What
log-actor-coordinator = a coordinator
log-actor-signer = a signer
log-actor-server = the server
log-actor-command = the command line
log-verb-add_coordinator = added a coordinator
log-verb-set_switches = set the switches for an hour of need
log-verb-set_password = set a password
log-verb-sign_in = signed in
log-verb-refuse_sign_in = a sign-in was refused
log-verb-sign_out_everywhere = signed out everywhere
log-verb-begin = began the letter
log-verb-save = saved the draft
log-verb-set_dates = set the dates
log-verb-set_safety = set the safety switches
log-verb-add_member = gave somebody rights on the letter
log-verb-remove_member = took somebody’s rights on the letter back
log-verb-open = opened it for signature
log-verb-revise = froze a new version
log-verb-import = imported a list
log-verb-undo_import = took an imported list out again
log-verb-invite_known = invited contacts of the address book
log-verb-revoke_invitation = took an invitation back
log-verb-send = sent a mailing
log-verb-cancel_sending = stopped a mailing
log-verb-plan = set a mailing for later
log-verb-pause_import = paused the import of a list
log-verb-resume_import = let the import of a list go on
log-verb-stop_import = stopped the import of a list
log-verb-pause_sending = paused a mailing
log-verb-resume_sending = let a mailing go on
log-verb-extend = moved the closing time
log-verb-call = called somebody invited
log-verb-note = noted something about somebody invited
log-verb-share_link = made a link to share
log-verb-revoke_link = took a shared link back
log-verb-sign = signed
log-verb-decline = declined
log-verb-undo_decline = took a decline back
log-verb-ask_approval = asked somebody of the organisation to approve
log-verb-withdraw_request = took a request to approve back
log-verb-approve = approved a signature
log-verb-refuse_approval = did not approve a signature
log-verb-comment = wrote to the conveners before approving
log-verb-remind_approver = reminded somebody who is asked to approve
log-verb-hand_over = passed an invitation on to a colleague
log-verb-mail_link = had another link mailed to the invited address
log-verb-ask_late = asked to be added after closing
log-verb-confirm = confirmed an address
log-verb-correct = asked for another line
log-verb-accept_correction = took a correction over
log-verb-drop_correction = left a line as it was
log-verb-withhold = had a name withheld
log-verb-show_name = asked to be named again
log-verb-withdraw = withdrew a signature
log-verb-suspend = said “this was not us”
log-verb-stop_mails = stopped the mails
log-verb-suppress_address = an address was taken out of mailings: mails came back, or it complained
log-verb-release_address = let mails go to an address again
log-verb-list = listed a signature
log-verb-record = recorded a signature that came another way
log-verb-refuse = refused a signature
log-verb-undo = took a decision on a signature back
log-verb-close = closed the signing
log-verb-schedule = armed the publication time
log-verb-unschedule = disarmed the publication time
log-verb-publish = published the letter
log-verb-withdraw_letter = withdrew the letter
log-verb-hide = hid all names
log-verb-unhide = showed the names again
log-verb-see_withheld = looked at withheld names
log-verb-purge = erased data on schedule
log-verb-expire = a signature was not confirmed in time
log-verb-restore = restored a backup
log-verb-release = released a restored copy
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
failure-to-sign-in = Sign in
failure-to-new-link = Ask for a new link by mail
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
account-digest = Daily mail
account-digest-on = You get a mail in the morning when something waits for you: signatures to check, mails that did not arrive.
account-digest-off = You get no mail about what waits.
account-digest-stop = Stop the daily mail
account-digest-start = Send me the daily mail
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
coordinators-list = Who has an account
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
done-digest_on = You will hear once a day when something waits.
done-digest_off = The daily mail is off.
done-signed_out_everywhere = You are signed out everywhere.
done-invited = The invitation is on its way.
done-disabled = The coordinator is shut out and signed out everywhere.
done-enabled = The coordinator can sign in again.
done-member_added = The colleague is added and finds the letter on their desk.
done-member_removed = The colleague is taken off this letter.
done-switches_saved = The switches are set.
done-rights_saved = The rights are saved.
done-kept = Your signature stands for the new text.
done-talk_asked = The conveners see that you want to talk first. Until you answer, your signature is undecided.
done-asked_again = They are asked once more.
done-answer_noted = The signature stands for the new text.
done-left_off = The signature is off, and its signatory is told.
done-text_brought_back = The earlier text is back. What stood before is still in this list.
done-corrected = The line is changed.
done-correction_asked = The conveners look at your change. Until then the listed line stands.
done-name_withheld = Your name is withheld now. You are still counted.
done-name_asked = The conveners check your name. It appears when they list it.
done-reminded = The reminder is on its way.
done-reminded_before = A mail went out a short while ago, so no other one was sent.
done-request_taken_back = The request is taken back. You can sign, or ask somebody else.
done-updates_stopped = We send you no more news of this letter.

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

## Signing: the mailed link and the open form
sign-will-you = Will you sign?
sign-test-banner = This link comes from a test mail. It shows the pages but cannot sign.
sign-asked-open_letter = { $asker } asks { $organisation } to sign this open letter.
sign-asked-joint_statement = { $asker } asks { $organisation } to sign this joint statement.
sign-asked-letter = { $asker } asks { $organisation } to sign this letter.
sign-asked-press_release = { $asker } asks { $organisation } to sign this press release.
sign-asked-reaction = { $asker } asks { $organisation } to sign this reaction.
sign-asked-open-open_letter = { $asker } asks you to sign this open letter.
sign-asked-open-joint_statement = { $asker } asks you to sign this joint statement.
sign-asked-open-letter = { $asker } asks you to sign this letter.
sign-asked-open-press_release = { $asker } asks you to sign this press release.
sign-asked-open-reaction = { $asker } asks you to sign this reaction.
sign-asked-you-open_letter = { $organisation } is asked to sign this open letter.
sign-asked-you-joint_statement = { $organisation } is asked to sign this joint statement.
sign-asked-you-letter = { $organisation } is asked to sign this letter.
sign-asked-you-press_release = { $organisation } is asked to sign this press release.
sign-asked-you-reaction = { $organisation } is asked to sign this reaction.
sign-asked-nobody-open_letter = You are asked to sign this open letter.
sign-asked-nobody-joint_statement = You are asked to sign this joint statement.
sign-asked-nobody-letter = You are asked to sign this letter.
sign-asked-nobody-press_release = You are asked to sign this press release.
sign-asked-nobody-reaction = You are asked to sign this reaction.
sign-from = From
sign-written-by = { $sender } wrote to you.
sign-to = To
sign-by = Sign by
sign-text = Text
sign-text-final = Version { $version }, final.
sign-public = Public
sign-closes = Signing closes:
sign-read-and-sign = Read and sign
sign-read-text = Read the full text
sign-we-will-not = We will not sign
sign-ask-organisation = Ask my organisation first
sign-hand-over = Pass this on to a colleague
sign-opening-signs-nothing = Opening this page signs nothing.
sign-in-short = In short
sign-full-text = The full text
sign-fingerprint = Fingerprint of this text:
sign-declined = You told us that you will not sign. You can change your mind.
sign-undo-decline = We may sign after all

## Signing: links that do not lead to signing any more, or not yet
ended-heading-link-used = This invitation was used
ended-text-link-used = Somebody answered with it already. To see, correct or withdraw the signature, use the link in your receipt.
ended-heading-confirm-used = This link was used
ended-text-confirm-used = What was sent with it was confirmed, taken back or sent anew. To see, correct or withdraw the signature, use the link in your receipt.
ended-heading-link-expired = This link is too old
ended-text-link-expired = It does not work any more. Nothing was changed.
ended-heading-link-revoked = This link was taken back
ended-text-link-revoked = The conveners took it back or sent a newer one, or somebody passed it on. Look for a newer mail.
ended-heading-letter-closed = Signing is closed
ended-text-letter-closed = If you still wish to sign, ask the conveners to add you.
ended-heading-letter-withdrawn = The conveners withdrew this letter
ended-text-letter-withdrawn = It cannot be signed any more, and signatures are not shown.
ended-heading-not-collecting = This letter does not take signatures now
ended-text-not-collecting = Your link keeps working. Try again later, or ask the conveners when it will be possible.
ended-heading-test-link = This link comes from a test mail
ended-text-test-link = It shows the pages but cannot sign. Nothing was changed.
ended-heading-approval-answered = You have answered already
ended-text-approval-answered = Your answer was recorded. Ask the colleague who wrote to you how it stands.
ended-heading-approval-taken-back = Your approval is not needed any more
ended-text-approval-taken-back = The request was taken back, or somebody else answered it with no. Nothing was changed by opening this page.
ended-heading-approval-closed = Signing closed before you answered
ended-text-approval-closed = An approval counts only until signing closes. Your organisation is not on the list. If you still wish to be, ask the conveners to add you.
ended-heading-preview-over = This preview has ended
ended-text-preview-over = The link does not work any more, or the letter was stopped. Nothing was changed. Ask the conveners for a new link.
ended-heading-suspend-answered = This was settled already
ended-text-suspend-answered = The signature does not stand any more, or stands without a name. Nothing was changed.
ended-heading-link-replaced = This link was replaced
ended-text-link-replaced = A newer link was sent, and this one works no more. We can send another one to the invited address.
ended-new-link = Send me a new link
ended-new-link-note = It goes to the address that was invited, and to no other.
ended-ask-late = Ask the conveners to add us
ended-ask-late-note = They decide. Who is added after publication stands apart with the date.
ended-closed-at = Signing closed on
ended-mail-link = Mail the link again
ended-mail-link-note = It goes to the address that signed, and to no other.
ended-conveners = Ask the conveners
ended-write = Write to
ended-answer-the-mail = Answer the mail that brought you here.
ended-read-letter = Read the letter

## Signing: the form
sign-form-title = Sign
sign-late-banner = Signing is closed. With this form you ask the conveners to add you. They decide, and you hear of it by mail.
sign-late-button = Ask the conveners to add us
sign-too-many = { $seconds ->
    [one] Many forms came from your network, so nothing was signed yet. Everything is still here: wait 1 second and press the button again.
   *[other] Many forms came from your network, so nothing was signed yet. Everything is still here: wait { $seconds } seconds and press the button again.
  }
sign-own-script = In your own script.
sign-optional = You may leave this empty.
sign-instead-organisation = Sign for an organisation instead
sign-instead-individual = Sign in your own name instead
sign-for-organisation = Sign for your organisation
sign-for-yourself = Sign for yourself
sign-read-again = Read the letter again
sign-what-changed = What changed
sign-organisation-name = Name, exactly as printed
sign-person-name = Your name, exactly as printed
sign-latin-name = Name in Latin letters
sign-latin-name-hint = Only if your own script is another.
sign-acronym = Acronym
sign-country = Country or territory
sign-region = Part of the world
sign-region-hint = Only if you chose “Regional”.
sign-choose = Choose
sign-affiliation = Affiliation
sign-affiliation-hint = Printed for identification only.
sign-website = Website
sign-website-hint = It helps the conveners to check who signs.
sign-your-name = Your name
sign-your-role = Your role
sign-your-role-hint = For example “director”.
sign-publish-representative-hint = Otherwise only the conveners see them.
sign-publish-representative = Print my name and role beside the organisation
sign-your-email = Your e-mail
sign-listing = How should we list you?
sign-listing-named = By name
sign-listing-withheld = Name withheld for security reasons
sign-listing-note-named = Your name is published with the letter.
sign-listing-note-withheld = Counted, never printed.
sign-withheld-who = Who can see a withheld name, and until when
sign-withheld-seen = The conveners of this letter who have that right, and whoever runs this server, can see it. It is kept encrypted.
sign-withheld-erased = It is erased { $days } days after publication.
sign-withheld-erased-on = It is erased on { $date }.
sign-withheld-copies = Copies that were made before, for example in a mail, cannot be called back.
sign-withheld-more = More on safety
sign-withheld-place = If your name is withheld, what may be said about your place?
sign-withheld-place-hint = A place is printed only when at least five withheld signatories share it.
sign-withheld-place-none = Nothing
sign-withheld-place-region = The part of the world
sign-withheld-place-country = The country
sign-authorised = I may sign for this organisation
sign-updates = Tell me what becomes of the letter
sign-check = Check how it will look
sign-missing-organisation_name = Write the name of your organisation.
sign-missing-person_name = Write your name.
sign-missing-representative_name = Write your name. Only the conveners see it.
sign-missing-representative_role = Write your role, for example “director”.
sign-missing-country = Choose a country or territory, “International” or “Regional”.
sign-missing-region = Choose the part of the world, because you chose “Regional”.
sign-missing-listing = Choose how we should list you.
sign-missing-authorised = Tick that you may sign for this organisation, or ask somebody who may.
sign-back-to-letter = Back to the letter

## Asking: a contact asks its own organisation to approve
asking-heading = Ask my organisation
asking-lead = Fill in the signature as it should be, and name who must approve it. It counts only when they have approved.
asking-until = They can approve until
asking-who = Who must approve
asking-name = Their name
asking-email = Their e-mail
asking-email-hint = They receive a link to read, approve, refuse or comment. They need no account.
asking-second = Two persons must approve
asking-second-note = Leave this empty if one is enough. The signature counts when both have approved.
asking-second-name = Name of the second person
asking-second-email = E-mail of the second person
asking-note = A note to them
asking-note-hint = You may leave this empty.
asking-signature = The signature they approve
asking-your-address = Their answer and the receipt go to your address:
asking-button = Ask them to approve
asking-signs-nothing = Nothing is signed by asking.
asking-own-address = This is your own address. Name somebody else, or sign yourself.
asking-same-address = Both persons have the same address. Name two different persons, or one.
waiting-title = Asking your organisation
waiting-heading = Waiting for { $name }
waiting-lead = The signature counts when everybody named here has approved.
waiting-changed = The text changed after you asked. Everybody named here was asked anew and reads version { $version }, the one below.
waiting-count = { $done } of { $all } have approved
waiting-word-approved = Approved
waiting-word-waiting = Waiting
waiting-asked = Asked on { $at }
waiting-reminded = Reminded on { $at }
waiting-comment = Wrote to the conveners:
waiting-until = Until
waiting-remind = Remind
waiting-remind-later = A mail went out a short while ago. You can remind a few hours after it.
waiting-take-back = Take the request back
waiting-take-back-note = If you take it back, their link works no more. You can then sign or ask somebody else.
approve-label = Your approval is asked
approve-asks-open_letter = { $contact } asks you to approve that { $organisation } signs this open letter.
approve-asks-joint_statement = { $contact } asks you to approve that { $organisation } signs this joint statement.
approve-asks-letter = { $contact } asks you to approve that { $organisation } signs this letter.
approve-asks-press_release = { $contact } asks you to approve that { $organisation } signs this press release.
approve-asks-reaction = { $contact } asks you to approve that { $organisation } signs this reaction.
approve-asked-by = Asked by
approve-by = Answer by
approve-people = Approvals
approve-printed = This would be printed
approve-named = Everybody can read the name.
approve-withheld = The signature is counted, and the name is not printed.
approve-button = Approve for { $organisation }
approve-opening = Opening this page approves nothing.
approve-text-changed = The text was changed in substance after you were asked, so this one cannot be approved any more. A mail about the new text is on its way to you.
approve-asks-again = { $organisation } signed this text before it changed. Does the signature stand for the new text?
approve-changed = The text changed after you were asked
approve-changed-what = You were asked about version { $before }. Below is version { $version }; an approval is for this version only.
approve-again-silence = Your silence is no approval: until you answer, the signature does not stand for the new text.
approve-again-refuse-note = The signature is taken off the letter, and { $contact } is told.
approve-comment-heading = Write to the conveners first
approve-comment-note = The decision stays open. The conveners answer you by mail.
approve-comment = Your comment
approve-comment-button = Send the comment
approve-comment-missing = Write what you want to tell the conveners.
approve-refuse-heading = We will not sign
approve-refuse-note = { $contact } is told. Nothing is signed.
approve-refuse-button = Refuse
hand-over-heading = Pass this on to a colleague
hand-over-lead = Your colleague receives a new link to read and sign. Your own link then works no more.
hand-over-lead-for = Your colleague receives a new link to read and sign for { $organisation }. Your own link then works no more.
hand-over-email = Your colleague’s e-mail
hand-over-name = Your colleague’s name
hand-over-button = Pass it on
hand-over-note = The mail says that it comes from you. Nothing is signed by passing it on.
suspend-heading = Somebody signed for your organisation
suspend-by = Signed by
suspend-note = If this was agreed, you need not do anything. If not, press the button: the signature is off the list at once, until the conveners have looked.
suspend-button = This was not agreed
suspend-opening = Opening this page does nothing.
code-heading = Use the codes in your mail
code-lead = Each invitation has a letter code and a code. They lead to the same page as its link.
code-letter = Letter code
code-letter-hint = Four characters.
code-code = Code
code-code-hint = Eight characters. Small letters and dashes do not matter.
code-button = Open the letter
code-note = Opening the letter signs nothing.
code-letter-form = The letter code has { $count } letters and digits. Copy it from the mail.
code-code-form = The code has { $count } letters and digits. Copy it from the mail.
code-unknown = These codes do not belong together, or are not valid any more. Compare both with the newest mail.

## Signing: check and sign
sign-last-step = Last step
sign-how-you-appear = This is how you will appear
sign-check-place-none = You are counted. Neither your name nor your place is printed.
sign-check-place-region = You are counted. The part of the world is printed only when at least five withheld signatories share it.
sign-check-place-country = You are counted. The country is printed only when at least five withheld signatories share it.
sign-change = Change something
sign-signing = Signing
sign-you = You
sign-seen-by = Seen by
sign-seen-everyone = Name and country: everyone
sign-seen-everyone-from = Name and country: everyone, from { $date }
sign-seen-nobody = Name: only the conveners who may see withheld names
sign-seen-conveners-email = Your e-mail: only the conveners
sign-seen-conveners = Your name, role and e-mail: only the conveners
sign-mail-first = We then send a mail to your address. You sign with the button on the page that it links to.
sign-can-correct = You can correct or withdraw this at any time with the link in your receipt.
sign-for = Sign for { $organisation }
sign-button = Sign
sign-later-busy = The server is busy, so nothing was signed yet. Everything is still here: wait a moment and press the button again.

## Signing: declining, receipt, confirmation, stopping mails
sign-decline-heading = We will not sign
sign-decline-note = We then send you no more mails about this letter. You can still change your mind with the same link.
sign-decline-reason = Reason
sign-decline-reason-hint = You may leave this empty.
sign-decline = Decline
done-title = Your answer was recorded
done-heading-nothing = Your answer was recorded
done-note-nothing = You can close this page.
done-heading-mail = Look at your mail
done-note-mail = We sent a link to the address you gave. Open it to finish. If no mail comes within some minutes, look into the folder for unwanted mail.
done-heading-link = Look at your mail
done-note-link = If this invitation was used to sign, the link to the signature is on its way to the address that signed.
done-heading-declined = Your answer was recorded
done-note-declined = You will not sign, and we send you no more mails about this letter. If you change your mind, open the link in the mail again.
done-heading-asked = Your request is on its way
done-note-asked = Who must approve has a mail with a link now. Nothing is signed before they approve. Open the link in your own mail to see how it stands.
done-heading-approved = You approved
done-note-approved = Another person must approve too. The signature counts when both have.
done-heading-complete = You approved
done-note-complete = The signature is complete. Your colleague who asked you receives the receipt.
done-heading-refused_approval = Your answer was recorded
done-note-refused_approval = Nothing was signed. Your colleague who asked you is told.
done-heading-commented = Your comment is on its way
done-heading-refused_again = The signature is taken off
done-note-refused_again = It does not stand for the new text. Your colleague who asked you is told.
done-note-commented = It goes to the conveners by mail. You can still approve or refuse with the same link.
done-heading-handed_over = The invitation is passed on
done-note-handed_over = Your colleague has a mail with a new link. Your own link works no more.
done-heading-new_link = Look at your mail
done-note-new_link = If the invitation still stands, a new link is on its way to the invited address, and to no other.
done-heading-late = Your request was recorded
done-note-late = The conveners decide whether they add you. You hear of it by mail.
done-heading-withdrawn = The signature is withdrawn
done-note-withdrawn = You are neither counted nor named any more. Printed copies cannot be called back.
done-heading-not_us = Thank you for telling us
done-note-not_us = The signature is not counted any more. The conveners look into it.
done-signed = Signed
done-signed-named = Thank you. Your signature is recorded.
done-signed-withheld = Thank you. Your signature is recorded, and your name will not be printed.
done-next = What happens next
done-check = The conveners check names before they appear, usually within a day.
done-publishes = The letter becomes public:
done-receipt = A receipt is on its way to you by mail, with a link to see, correct or withdraw your signature.
done-text = Text
done-fingerprint = Fingerprint
done-time = Signed
done-record = Fingerprint of your signature
done-only-here = Only this browser shows the receipt here, for half an hour.
confirm-heading = Confirm your signature
confirm-named = Your name will be published with the letter.
confirm-withheld = Your name is withheld: you are counted, and your name is not printed.
confirm-note = Press the button if this is right. You can correct the spelling afterwards with the link in your receipt.
confirm-button = Confirm
confirm-not-us = This was not us
unsubscribe-heading = Stop the mails about this letter
unsubscribe-note = We then send nothing more about this letter to this address. Your link to sign keeps working.
unsubscribe-button = Stop the mails
unsubscribe-done = The mails are stopped
unsubscribe-done-note = We send nothing more about this letter to this address.

## My signature
mine-heading = Your signature
mine-receipt = Receipt
mine-proof = Your place on the published list, as a file
mine-proof-note = It proves that this signature is on the list that the server signed. “undersigned verify” and the page “Check a proof” read it.
mine-proof-withheld = Your name stands in the file, and the secret number that opens your line of the list. Show it to nobody whom you would not tell that you signed.
mine-erased = The name was erased on schedule. The signature can still be withdrawn.
mine-proposal = You asked for this line instead. The conveners have not looked at it yet.
mine-updates = Stop the news of this letter
mine-updates-note = You asked us to tell you what becomes of the letter. We then write only when your signature changes.
mine-updates-button = Stop the news
mine-withdraw-sure = Withdraw the signature?
mine-withdraw-sure-of = Withdraw the signature of { $name }?
mine-withdraw-note = You are then neither counted nor named. It takes effect at once and cannot be undone.
mine-withdraw-public = The letter is public: copies that others made or printed before cannot be called back.
mine-keep = Keep the signature
mine-status-pending = Waiting for the address to be confirmed
mine-status-confirmed = Waiting for the conveners’ check
mine-status-listed = Listed
mine-status-refused = Not listed
mine-status-withdrawn = Withdrawn
mine-status-suspended = Not listed while it is being checked
mine-status-expired = Not confirmed in time
mine-withheld = Your name is withheld: counted, not printed.
mine-correct = Correct how you are printed
mine-correct-now = The change takes effect at once.
mine-correct-listed = The listed line stands until the conveners have looked at the change.
mine-save = Save the correction
mine-withhold = Withhold the name
mine-withhold-note = The name is gone from page, list and files at once. Copies that others made before cannot be called back.
mine-withhold-button = Withhold the name now
mine-show-name = Print the name after all
mine-show-name-note = The conveners check the name before it appears.
mine-show-name-button = Print the name
mine-withdraw = Withdraw the signature
mine-withdraw-button = Withdraw
mine-not-us = This was not us
mine-not-us-note = The signature is taken off the list at once, and the conveners look into it.
mine-not-us-button = Take it off the list
## Invitations: who is asked
invitations-none = Nobody is invited yet
invitations-none-next = Paste addresses, upload a file, or send one link.
invitations-count = { $count ->
    [one] 1 invitation
   *[other] { $count } invitations
  }
invitations-write = { $count ->
    [one] Write to the 1 not written to
   *[other] Write to the { $count } not written to
  }
invitations-import = Import a list
invitations-add = Invite one by hand
invitations-add-button = Add this contact
invitations-add-hint = Adding sends no mail.
invitations-list = Who is invited
invitations-all = All
invitations-search = Name or address
invitations-any = Any
invitations-filter = Show
invitations-region = Region
invitations-filter-none = Not known
invitations-fitting = { $count ->
    [0] Nobody fits
    [one] 1 contact
   *[other] { $count } contacts
  }
invitations-tick = Tick
invitations-more = Show the next ones
invitations-revoke = Take back
chosen-scope = With several at once
chosen-ticked = The ticked ones
chosen-all = All { $count } that fit
chosen-remind = Remind
chosen-called = Mark as called
chosen-title-remind = { $count ->
    [one] Remind 1 contact
   *[other] Remind { $count } contacts
  }
chosen-title-revoke = { $count ->
    [one] Take 1 invitation back
   *[other] Take { $count } invitations back
  }
chosen-title-called = { $count ->
    [one] Mark 1 contact as called
   *[other] Mark { $count } contacts as called
  }
chosen-note-remind = On the next page you write the words. Only those of them who are silent get the mail.
chosen-note-revoke = Their links stop working. Signatures that were given stand.
chosen-note-called = The log of each of them says that you called, when, and what came of it.
chosen-button-remind = Write to these { $count }
chosen-button-revoke = Take these { $count } back
chosen-button-called = Mark these { $count }
chosen-back = Back to the list
invitations-none-chosen = Tick at least one contact first.
invitations-done-added = The contact is on the list. No mail was sent.
invitations-done-revoked = Taken back. Their links no longer work.
invitations-done-called = The calls are in the log.
invitations-done-shared = The link is made. Copy it from the list below.
invitations-done-released = Mails go to these addresses again. Nobody was written to just now.
invitations-done-unshared = The link is taken back. Whoever follows it reads so.

## Invitee: one contact who is asked
invitee-organisation = Organisation
invitee-organisation-hint = As you know it. They choose how it is printed.
invitee-contact = Contact
invitee-email = E-mail
invitee-name = Name of the person
invitee-kind = Kind
invitee-kind-organisation = Organisation
invitee-kind-network = Network
invitee-kind-individual = Individual
invitee-country = Country or territory
invitee-country-asked = Asked at signing
invitee-country-as-written = “{ $written }”, asked at signing
invitee-language = Language
invitee-language-none = Not known
invitee-standing = Where it stands
invitee-invited-already = This address is invited already.
invitee-name-missing = Enter the organisation, or the name of the person.

## Standing: where an invitation stands
invitee-called = Called { $day }
invitee-has-note = Note
invitee-note = Note for colleagues
invitee-note-hint = Only coordinators of this letter who see addresses read it.
invitee-note-save = Save the note
invitee-calls = Calls
invitee-calls-none = Nobody has called yet.
invitee-call = Log a call
invitee-mails = Mails
invitee-mails-none = No mail was written yet.
invitee-done-noted = The note is saved.
invitee-done-called = The call is in the log.
call-outcome = What came of it
call-outcome-called = Called
call-outcome-not_reached = Not reached
call-outcome-call_again = Wants to be called again
call-outcome-will_sign = Will sign
call-outcome-will_not_sign = Will not sign
mail-state-queued = waiting
mail-state-leased = leaving
mail-state-sending = leaving
mail-state-sent = sent
mail-state-failed = failed
mail-state-unknown = perhaps sent
mail-state-cancelled = stopped
standing-not_sent = Not sent
standing-waiting = Waiting to leave
standing-sent = Sent
standing-unknown = Perhaps sent
standing-failed = Failed
standing-bounced = Mail came back
standing-visited = Visited
standing-asked = Asking their organisation
standing-late_request = Asked to be added late
standing-signed = Signed
standing-declined = Declined
standing-stopped = Stopped mails
standing-revoked = Taken back
standing-silent = Silent

## Shared links
shared-links = Links to share
shared-links-what = Whoever has such a link can sign through the open form and confirms the address by mail. Make one for each list, so that you see which one brought whom.
shared-link-label = For which list
shared-link-label-hint = For example “Pacific list”. Only coordinators see it.
shared-link-link = Link
shared-link-brought = Signatures
shared-link-made = Made
shared-link-make = Make a link
shared-link-revoke = Take back
shared-link-revoked = Taken back

## Import: a list on its way in
import-title = Import a list
import-step-file = List
import-step-columns = Columns
import-step-check = Check
import-what = Nobody is invited before you have seen the check. At most 5,000 rows and 2 MB at a time.
import-file = File
import-file-hint = A list saved as CSV or text, from any spreadsheet.
import-pasted = Or paste the list
import-pasted-hint = Rows from a spreadsheet, or plain addresses, one after the other.
import-upload = Read this list
import-back = Back to the invitations
import-nothing-sent = Choose a file, or paste the list.
import-waiting = Lists that wait
import-waiting-what = Read, but not yet imported. They are erased after 7 days.
import-erase = Erase this list
import-columns-title = What stands where
import-source = List
import-pasted-source = Pasted list
import-rows = Rows
import-encoding = Letters saved as
import-delimiter = Columns parted by
import-delimiter-comma = Comma
import-delimiter-semicolon = Semicolon
import-delimiter-tab = Tab
import-delimiter-one-column = One column
import-encoding-hint = If letters below look wrong, save the list as “CSV UTF-8” and read it again.
import-first-rows = { $count ->
    [one] The only row
   *[other] The first { $count } rows
  }
import-row = Row
import-which = Which column is which?
import-header = The first row names the columns
import-column-organisation = Organisation
import-column-email = E-mail
import-column-country = Country
import-column-language = Language
import-column-name = Name of the person
import-column-kind = Kind
import-column-acronym = Acronym
import-column-latin_name = Name in Latin letters
import-column-website = Website
import-column-none = Not in the list
import-column-email-missing = Choose the column with the e-mail addresses.
import-column-twice = This column is chosen for something else already.
import-country-hint = A country can be missing. It is asked at signing.
import-to-check = Check the rows
import-check-title = Check the list
import-ready = { $count } ready
import-to-fix = { $count } to fix
import-to-fix-row = (row { $row })
import-in-list = { $count } already in the list
import-fault = { $column } “{ $value }”: { $fault }
import-repeats = The address of row { $row } again.
import-repeated = { $count ->
    [one] 1 row stands twice in this list
   *[other] { $count } rows stand twice in this list
  }
import-known = { $count ->
    [one] 1 address was invited before
   *[other] { $count } addresses were invited before
  }
import-countries = Countries we did not recognise
import-countries-what = Choose what is meant, or leave it: it is asked at signing.
import-spelling-rows = { $count ->
    [one] 1 row
   *[other] { $count } rows
  }
import-suggested = Perhaps
import-all-countries = All
import-more-spellings = { $count ->
    [one] 1 further spelling was not recognised. It is asked at signing.
   *[other] { $count } further spellings were not recognised. They are asked at signing.
  }
import-sample = The first rows as they will stand
import-button = Import { $count }
import-to-columns = Back to the columns
import-mails-nobody = Importing sends no mail.
import-none-ready = No row of this list can be imported.
import-download = Download these rows
import-list-cut = And { $count } more. The download has all of them.
import-left-out = Left out
import-unknown-languages = Languages we did not recognise:
import-unknown-kinds = Kinds we did not recognise:
import-done = { $count ->
    [0] No contact was imported
    [one] 1 contact imported
   *[other] { $count } contacts imported
  }
import-done-from = From: { $source }.
import-done-mail = Write to them
import-done-list = See the invitations
import-left-what = Download these rows, mend them and import them as a new list. They are erased here after 7 days.

## Job: a mailing on its way
job-state-waiting = Ready to send
job-state-running = Sending
job-state-done = Sent
job-state-planned = Set for later
job-state-paused = Paused
job-planned = { $count ->
    [one] Leaves on { $day }, to whoever is silent then. Now this is 1 contact.
   *[other] Leaves on { $day }, to whoever is silent then. Now these are { $count } contacts.
  }
job-unplan = Do not send it
job-pause = Pause
job-resume = Go on
job-quiet = Who has signed meanwhile gets no mail. They are counted here all the same, so that no number tells who signed with the name withheld.
job-name-withheld = Name withheld
job-done-paused = Paused. What the mail server has already stays sent.
job-done-resumed = The mails leave again.
job-state-cancelled = Stopped
job-progress = { $done } of { $total }
job-begins = { $count ->
    [0] begins now
    [one] begins in 1 second
   *[other] begins in { $count } seconds
  }
job-pace = { $count } a minute, { $left } left
job-sent = Sent
job-waiting = Waiting
job-failed = Failed
job-unknown = Perhaps sent
job-cancelled = Stopped
job-undo = Undo: send nothing
job-cancel = { $count ->
    [one] Stop the last one
   *[other] Stop the other { $count }
  }
job-close-page = You can close this page. The mails leave without it, and a mail tells you when they are through.
job-refresh = Load again
job-still = Stop loading by itself
job-failed-count = { $count ->
    [one] 1 mail failed
   *[other] { $count } mails failed
  }
job-who = Who
job-retry = { $count ->
    [one] Send the failed one again
   *[other] Send the { $count } failed ones again
  }
job-retry-hint = Whoever has answered or stopped mails is left out.
job-unknown-count = { $count ->
    [one] 1 mail was perhaps sent
   *[other] { $count } mails were perhaps sent
  }
job-unknown-what = The mail server took these and did not say whether it kept them. Send them again only to those who did not get them; others would get a second copy.
job-repeat = Send again to the ticked ones
job-reply-code = The mail server answered { $code }.
job-reason-unknown = No reason was given.
job-nobody-again = There is nobody to write to again.
job-done-cancelled = Stopped. What had not left stays here.
job-done-again = These mails leave again now.
job-to-invitations = Invitations
job-to-mail = Write another mail

import-job-running = Importing …
import-job-paused = Paused
import-job-stopped = Stopped
import-job-done = Imported
import-job-progress = { $done } of { $total } rows
import-job-imported = Imported
import-job-known = Invited before already
import-job-waiting = Waiting
import-job-to_fix = To fix
import-job-not_taken = Not imported
import-job-pace = { $count ->
    [one] 1 row a minute, { $left } left
   *[other] { $count } rows a minute, { $left } left
  }
import-job-pause = Pause
import-job-resume = Go on
import-job-stop = { $count ->
    [one] Stop: leave out 1 row
   *[other] Stop: leave out { $count } rows
  }
import-job-stop-hint = What is imported stays, and can be taken out again.
import-job-stopped-what = The rows that were left out are erased here. Upload the list again to import them: whoever is invited already is passed over.
import-job-close-page = You can close this page. The import goes on without it, and a mail tells you when it is done.
import-job-to-end = What came of it

## Press: what journalists find beside a letter
log-verb-set_press = saved the press page
log-verb-make_preview = made a journalist's link to the letter under embargo
log-verb-revoke_preview = took a journalist's link back
log-verb-add_note = wrote a correction note
log-verb-withdraw_note = took a correction note back
log-verb-keep = let a signature stand for the new text
log-verb-ask_to_talk = wants to talk before answering
log-verb-leave_off = took a signature off a text that it does not stand for
log-verb-settle = put the answers to the new text into effect
log-verb-link_letters = changed which letters belong together
log-verb-rename = gave the public letter another address
fault-quote-without-words = Write what is to be quoted, or empty this quote.
fault-press-too-many = At most { $limit } can stand on the page.
press-desk-what = Journalists find this on the press page, together with the letter's numbers, a citation and the files. It is public when the letter is.
press-desk-public = See the press page
press-desk-summary = { $count ->
    [0] There is no summary yet. Sixty words are enough.
    [one] The summary has 1 word; sixty are enough.
   *[other] The summary has { $count } words; sixty are enough.
  }
press-desk-to-summary = Write the summary
press-contacts = Press contacts
press-contacts-hint = Every part is optional and will be public. Whoever stands first is asked first.
press-contact = Contact { $n }
press-contact_name = Name
press-contact_organisation = Organisation
press-contact_city = City
press-contact_languages = Languages
press-contact_phone = Phone
press-contact_email = E-mail
press-contact_hours = Hours
press-quotes = Quotes
press-quotes-hint = A quote is printed once you have noted how the person quoted approved this wording.
press-quote = Quote { $n }
press-quote-waits = waits for approval: not public
press-quote_text = Words
press-quote_name = Name
press-quote_title = Title
press-quote_organisation = Organisation
press-quote_approval = Approved how and when (not public)
press-checked = How names were checked
press-checked-own = In your words
press-checked-hint = Left empty, the page says what this server does.
press-checked-by-hand = Whoever signed pressed a button behind a link that was mailed to them, and a coordinator looked at each name before it was listed.
press-checked-by-rule = Whoever signed pressed a button behind a link that was mailed to them. Names are listed by themselves; a coordinator looks at those that resemble another.
press-title = Press: { $title }
press-label = Press
press-link = Facts, contacts and quotes
press-summary = In short
press-no-contacts = No contacts are given here.
press-from-to = { $counted }, from { $first } to { $last }
press-citation = { $kind } “{ $title }”, { $signatories }, { $day }, version { $version }
press-cite = Cite
press-files = Files
press-embed = Show it on your site
press-desk-previews = Previews under embargo

## Previews under embargo

embargo-heading = A letter under embargo
embargo-until = Embargo until
embargo-mark-until = embargo until
embargo-until-published = embargo until the conveners publish the letter
embargo-terms = You have this link before the letter is public. Whoever goes on agrees to publish nothing of it, and to show it to nobody, before that time.
embargo-accept = I accept the embargo
embargo-counted = Opening this page does nothing. The conveners see how often the button was pressed. This server does not note your address or your browser.
embargo-title = Under embargo: { $title }
embargo-preview-for = Preview for { $reader }
embargo-quote-version = Version { $version }. Please quote it by this number.
previews-heading = Previews under embargo
previews-what = Make a link of their own for each journalist. Behind a button that accepts the embargo stand the letter, who signed and the press page, with the journalist's name on every page. From publication on, each link leads to the public letter.
previews-to-press = The press page
previews-no-time = No publication time is set: previews say that the embargo holds until the letter is published.
previews-for = For
previews-until = Works until
previews-opened = Opened
previews-over = Over
previews-until-publication = publication
previews-name = Journalist
previews-name-hint = The name stands on every page of the preview.
previews-outlet = For which paper or station
previews-expires = Works until, on the clocks of { $zone }
previews-expires-hint = Left empty, the link works until publication, also when that is moved.
previews-not-now = Links can be made from the time the text is frozen until the letter is public.

## What changed

changes-label = Changes
changes-link = What happened since publication
changes-title = Changes: { $title }
changes-correction = Correction.
changes-read-note = Read the note
changes-note-withdrawn = A correction note was taken back.
changes-version = Version { $version }: what changed
changes-translation-added = Translation added:
changes-translation-changed = Translation changed:
changes-translation-taken-off = Translation taken off:
changes-added = Added: { $signatories }
changes-corrected = { $count ->
    [one] 1 printed name was corrected
   *[other] { $count } printed names were corrected
}
changes-withdrew = { $signatories } withdrew
changes-published = Published with { $signatories }
changes-note = Days are those of UTC. Names of those who withdrew, and what signatories do whose names are withheld, are not told here.
changes-versions = All versions
corrections-heading = Correction notes
corrections-what = When something in the public letter is wrong, say so here. A note stands at the top of the letter with its date, on the page of changes and in the feed.
corrections-public = See the page of changes
corrections-note = Note
corrections-note-hint = What was wrong and what is right. It is public at once.
corrections-add = Publish the note
corrections-withdrawn = Taken back { $at }
corrections-not-public = Notes can be written once the letter is public.
feed-correction = Correction: { $title }

## Compose: the covering text of a mailing
compose-title-invitation = Write the invitation
compose-title-reminder = Write a reminder
compose-title-last_call = Write the last call
compose-title-extension = Say that there is more time
compose-title-thanks = Write the thanks
compose-title-free = Write a message
mailing-kind-invitation = Invitation
mailing-kind-reminder = Reminder
mailing-kind-last_call = Last call
mailing-kind-extension = More time
mailing-kind-thanks = Thanks
mailing-kind-free = Message
compose-circle = To
circle-silent = The silent
circle-signed = Those who signed
circle-declined = Those who declined
circle-all = Everybody invited
compose-choose = Show
compose-to-unmailed = { $count ->
    [one] 1 contact was not written to yet.
   *[other] { $count } contacts were not written to yet.
  }
compose-to-silent = { $count ->
    [one] 1 contact was asked and has not answered.
   *[other] { $count } contacts were asked and have not answered.
  }
compose-to-signed = { $count ->
    [one] 1 signatory asked to hear what becomes of the letter, withheld names included.
   *[other] { $count } signatories asked to hear what becomes of the letter, withheld names included.
  }
compose-to-declined = { $count ->
    [one] 1 contact declined.
   *[other] { $count } contacts declined.
  }
compose-to-all = { $count ->
    [one] 1 contact is invited.
   *[other] { $count } contacts are invited.
  }
compose-extension-signed = Whoever signed is not asked again and does not get this mail.
compose-extension-write = Tell those who signed
compose-left-out = Left out:
left-out-answered = signed
left-out-declined = declined
left-out-stopped = stopped the mails about this letter
left-out-mailed = were written to before
left-out-not_asked = no invitation has arrived there yet
left-out-no_news = signed and did not ask to hear more
left-out-no_address = left no address
left-out-no_way = mail to this address was returned
compose-in-language = The same in { $language }
compose-in-language-hint = Whoever reads this language gets these words. Left empty, they get the words above.
compose-later = Or send it later
compose-day = Day and time in { $zone }
compose-day-hint = Who is still silent then gets it. You can take it back until then.
compose-day-past = Choose a time to come.
compose-day-closed = Signing is closed at that time, so nobody could sign.
compose-plan = Send it then
compose-planned = Set for later
compose-planned-now = { $count } now
compose-to-who = See who
compose-obstacle-not-open = The letter is not open for signature yet, so nobody could sign.
compose-obstacle-closed = Signing is closed, so nobody could sign.
compose-obstacle-paused = Signing is paused, so nobody could sign.
compose-obstacle-nobody = Everybody who is invited was written to.
compose-obstacle-nobody-fits = There is nobody to write to.
compose-obstacle-nobody-invited = Nobody is invited yet. You can write the text and send a test to yourself.
compose-settle-not-open = Open the letter
compose-settle-closed = Set a later closing time
compose-settle-paused = See the safety switches
compose-settle-nobody = Invite more
compose-settle-nobody-fits = See who is invited
compose-settle-nobody-invited = Invite somebody
compose-other-languages = Some contacts read another language, and there are no words in it yet: { $languages }. They get the mail in { $language }.
compose-further-languages = others { $count }
compose-discreet = This letter is marked as high-risk: the mail says nothing of its title, its topic or your words here. It says who asks, until when, and gives the link.
compose-long-subject = Many mailboxes show only the first { $limit } characters of a subject.
compose-language = Language of the mail
compose-language-hint = The text of the letter in this language stands below your words.
compose-language-missing = Choose a language in which the letter has a text.
compose-from-name = From
compose-from-name-hint = People sign for people they know.
compose-reply-to = Answers go to
compose-reply-to-hint = An address that somebody reads.
compose-subject = Subject
compose-subject-hint = About 60 characters.
compose-message = Your words
compose-message-hint = Who is behind it, to whom the letter goes, and until when. The link, the deadline and the text of the letter are added below.
compose-placeholders = Filled in for each contact:
compose-unknown-placeholder = Check { $words }. Only the words listed below the text are filled in.
compose-usual-subject-invitation = Please sign: {"{title}"}
compose-usual-message-invitation =
    Dear {"{name}"},

    We ask {"{organisation}"} to sign “{"{title}"}”. The text is final, and we need your answer by {"{deadline}"}.

    With kind regards,
    { $name }
compose-usual-subject-reminder = Still time to sign: {"{title}"}
compose-usual-message-reminder =
    Dear {"{name}"},

    We have no answer from {"{organisation}"} yet. Signing is open until {"{deadline}"}. If you cannot sign, press Decline on the page and we stop.

    With kind regards,
    { $name }
compose-usual-subject-last_call = Last call: {"{title}"}
compose-usual-message-last_call =
    Dear {"{name}"},

    Signing closes on {"{deadline}"}. Will {"{organisation}"} sign? If you cannot sign, press Decline on the page and we stop.

    With kind regards,
    { $name }
compose-usual-subject-extension = More time to sign: {"{title}"}
compose-usual-message-extension =
    Dear {"{name}"},

    The time to sign was extended. {"{organisation}"} can now sign until {"{deadline}"}. Everything else stays as it was.

    With kind regards,
    { $name }
compose-usual-subject-thanks = Thank you for signing
compose-usual-message-thanks =
    Dear {"{name}"},

    Thank you for signing “{"{title}"}”. Please pass it on: {"{link}"}

    With kind regards,
    { $name }
compose-usual-subject-free = About {"{title}"}
compose-usual-message-free =
    Dear {"{name}"},

    With kind regards,
    { $name }
compose-preview = How it will look
compose-preview-first = As the first contact reads it. Each has a link of their own.
compose-preview-button = See how it will look
compose-preview-html = See it in colour
compose-test = Send me a test
compose-test-sent = A test is on its way to { $address }. Its link shows the pages and cannot sign.
compose-send = Send to { $count }
compose-send-hint = The mails leave after { $seconds } seconds. Until then you can undo it.
compose-others-now = Meanwhile it would be { $count } contacts. Check the number on the button, then send.
compose-sent-before = Sent before

## Address book
book-title = Address book
book-count = { $count ->
    [one] 1 card
   *[other] { $count } cards
  }
book-empty = The address book is empty
book-empty-note = Whoever is invited to a letter, and whoever signs one by name, gets a card here. You can also add one by hand.
book-add = Add a card
book-add-next = You can add contacts on the next page.
book-search = Name, acronym or whole e-mail address
book-tag = Tag
book-narrow = Only one country, kind, tag or language
book-fitting = { $count ->
    [0] No card fits, of { $total }.
    [one] 1 card fits, of { $total }.
   *[other] { $count } cards fit, of { $total }.
  }

## Card: one organisation, network or person in the address book
card-nameless = Card without a name
card-name = Name
card-name-hint = As it would be printed. Only an individual’s card can do without.
card-latin-name = Name in Latin letters
card-acronym = Acronym
card-country = Country or territory
card-country-open = Asked at signing
card-region = Part of the world
card-region-none = None
card-region-hint = Only where the country is “Regional”.
card-kind = Kind
card-website = Website
card-tags = Tags
card-tags-hint = Words by which you find it again, with commas between them. Everybody who uses the address book sees them.
card-notes = Notes
card-notes-hint = For the coordinators only, and kept sealed. Write nothing here that could harm somebody.
card-contacts = Contacts
card-facts = The card
card-edit = Edit the card
card-merge = Merge with another card
card-save = Save the card
card-leave = Leave it as it is
card-printed-stays = What was published stays as it was signed. A card is only for the next invitation.
card-stored = Saved by somebody else meanwhile
card-changed = Somebody saved this card while you were writing. Compare, then save yours.
card-field-organisation_name = Name
card-field-latin_name = Name in Latin letters
card-field-acronym = Acronym
card-field-country = Country or territory
card-field-region = Part of the world
card-field-kind = Kind
card-field-website = Website
card-field-tags = Tags
card-field-notes = Notes
card-history = Asked and answered
card-history-none = Nothing that you may see.
card-history-note = You see the letters you work on, and public lists. Who signed with the name withheld is never shown here.
card-asked = Asked { $whom }
card-mailed = mailed { $day }
card-signed = Signed version { $revision } as { $name }
card-signature-pending = Not confirmed
card-signature-confirmed = To check
card-signature-listed = Listed
card-signature-refused = Refused
card-signature-withdrawn = Withdrawn
card-signature-suspended = In doubt
card-signature-expired = Expired
card-merged = “{ $name }” was merged into this card on { $day }. Its contacts and its history stand here too.
card-split = Make them two cards again
card-done-saved = The card is saved.
card-done-added = The card is in the address book. Add whom to write to.
card-done-contact_saved = The contact is saved.
card-done-contact_removed = The contact is taken off.
card-done-merged = The two cards are one. You can undo it here at any time.
card-done-split = They are two cards again.

## Contact: whom to write to
contact-none = Nobody to write to yet.
contact-sealed = Names, addresses, phone numbers and notes are sealed in the database.
contact-add = Add a contact
contact-edit = Edit
contact-edit-one = Edit { $email }
contact-save = Save the contact
contact-remove = Take this contact off
contact-email-hint = If you change it, links mailed to the old address stop working.
contact-role = Role
contact-phone = Phone
contact-address-taken = This card has a contact with this address already.
contact-invited = This contact was invited to a letter, so it stays with the history. Take the invitation back instead.

## Merging two cards
merge-title = Merge two cards
merge-choose = Which other card is the same?
merge-nobody-like = No other card looks like this one. Search for it.
merge-nobody-found = No card fits.
merge-facts = Which is right?
merge-facts-what = Choose where they differ.
merge-kept = This card stays
merge-other = This one goes into it
merge-what = Contacts, tags and both histories stand on the one card then. Invitations and signatures stay as they are, and no published line changes. You can undo it.
merge-button = Merge them
merge-another = Choose another card
merge-turn = Keep “{ $name }” instead
merge-history = History of { $name }

## Inviting from the address book
invite-book = Invite from the address book
invite-book-who = Who
invite-book-did-signed = Signed by name
invite-book-did-invited = Was invited
invite-book-letter = On the letter
invite-book-any-letter = Any letter, or none
invite-book-count = Count them
invite-book-withheld = Who signed with the name withheld is not among “signed by name”: this list would tell who it was. “Was invited” has everybody, whatever the answer.
invite-book-fit = { $count ->
    [0] Nobody fits
    [one] 1 contact of 1 card
   *[other] { $count } contacts of { $cards ->
        [one] 1 card
       *[other] { $cards } cards
      }
  }
invite-book-left-invited = { $count ->
    [one] 1 card left out: invited to this letter already
   *[other] { $count } cards left out: invited to this letter already
  }
invite-book-left-answered = { $count ->
    [one] 1 card left out: it signed this letter or declined
   *[other] { $count } cards left out: they signed this letter or declined
  }
invite-book-left-stopped = { $count ->
    [one] 1 card left out: it stopped our mails, or they do not arrive
   *[other] { $count } cards left out: they stopped our mails, or they do not arrive
  }
invite-book-left-contact = { $count ->
    [one] 1 card left out: nobody to write to
   *[other] { $count } cards left out: nobody to write to
  }
invite-book-left-twice = { $count ->
    [one] 1 address stands on two cards and is invited once
   *[other] { $count } addresses stand on two cards and are invited once
  }
invite-book-button = { $count ->
    [one] Invite 1 contact
   *[other] Invite { $count } contacts
  }
invite-book-mails-nobody = Inviting sends no mail yet. You can take all of them out again until you write to them.
invite-book-more = { $count ->
    [one] And 1 more card.
   *[other] And { $count } more cards.
  }
invite-book-changed = The address book changed meanwhile. Look at the count, then press the button again.

## Import: cards that are known, and taking a list out again
import-book-source = From the address book
import-cards = In your address book already
import-cards-same = { $count ->
    [one] 1 row has the name and address of a card. That card is used.
   *[other] { $count } rows have the name and address of a card. Those cards are used.
  }
import-cards-ask = { $count ->
    [one] 1 row may be a card that you have. Choose.
   *[other] { $count } rows may be cards that you have. Choose.
  }
import-cards-list = In the list
import-cards-book = In the address book
import-cards-use = Use
import-meets-name = same name, new address
import-meets-address = same address, other name
import-card-new = A new card
import-card-known = This card
import-cards-more = { $count ->
    [one] And 1 more row. Equal name and country: the card is used. Otherwise a new one.
   *[other] And { $count } more rows. Equal name and country: the card is used. Otherwise a new one.
  }
import-finished = Imported lists
import-finished-what = Open a list to take its contacts out again.
import-finished-count = { $count ->
    [one] 1 contact
   *[other] { $count } contacts
  }
import-undo-heading = Was it the wrong list?
import-undo-what = Nobody has been written to yet, so the contacts can go again, with the cards that came with them. Cards that you had before stay.
import-undo-stay = { $count ->
    [one] 1 contact stays: a mail was written to it, or it did something.
   *[other] { $count } contacts stay: a mail was written to them, or they did something.
  }
import-undo = { $count ->
    [one] Take 1 contact out again
   *[other] Take { $count } contacts out again
  }
import-undo-none = { $count ->
    [one] The one contact that is left was written to, or did something. It stays.
   *[other] The { $count } contacts that are left were written to, or did something. They stay.
  }
import-taken-out = { $count ->
    [0] There was nobody to take out.
    [one] 1 contact was taken out again.
   *[other] { $count } contacts were taken out again.
  }

## Checking a proof bundle
verify-heading = Check a proof
verify-lead = Send a proof.zip, or the file of one signature. It is checked and not kept.
verify-file = Proof file
verify-file-hint = A proof.zip or signature-proof.json of at most 2 MB. For a larger one use the command below, or the instructions in the file.
verify-button = Check the file
verify-no-file = Choose the proof.zip or signature-proof.json that you want to check.
verify-right = This proof is right
verify-wrong = Do not rely on this file
verify-held = Right:
verify-failed = Wrong:
verify-check-container = the file is a whole proof bundle.
verify-check-sums = every file in it has the fingerprint in SHA256SUMS.
verify-check-signature = the manifest is signed by the key in the bundle.
verify-check-format = the manifest is written in a known format.
verify-check-texts = the texts are those that the manifest names.
verify-check-leaves = every record on the list has its fingerprint.
verify-check-root = the whole list is under the signed fingerprint.
verify-check-counts = the numbers are those of the list.
verify-path-right = This signature is on the list
verify-path-check-format = the file is written in a known format.
verify-path-check-leaf = the record has its fingerprint.
verify-path-check-root = the record is under the fingerprint of the list.
verify-path-check-signature = the fingerprint of the list is signed by the key in the file.
verify-path-withheld = On the public list this signature is a number without a name.
verify-name = Name
verify-root = Fingerprint of the list (SHA-256)
verify-text = Fingerprint of the signed text (SHA-256)
verify-ours = this server signed it.
verify-letter = Letter
verify-number = Manifest number
verify-as-of = List as of (UTC)
verify-fingerprint = SHA-256 of the manifest
verify-named = Signatories by name
verify-withheld = Signatories with the name withheld
verify-yourself = Check it without this server
verify-yourself-how = INSTRUCTIONS.txt in the file says how to check everything with programs that are not ours. The command "undersigned verify proof.zip" makes the same checks as this page. A PDF cannot be checked here.
verify-key = The key that proofs of this server are signed with:

## Desk: history of the text
history-heading = History of the text
history-what = Every save is kept, with who made it and when.
history-to-text = Back to the text
history-save = Save { $n }
history-version = Version { $n }
history-frozen = frozen for signing
history-from = From
history-to = To
history-compare = Compare
history-changed = What changed
history-since = What changed since
history-restore = Bring this text back
history-restored-note = Brought back from save { $n }
history-moved-on = Somebody saved the text after this page was loaded. The list below is fresh: press again if you still want the earlier text.
history-link = History
history-proposed-by = Proposed by
redline-heading = Redline
redline-from = From
redline-to = To
redline-marks = Marks
redline-added = put in
redline-removed = taken out
redline-restyled = only looks otherwise
redline-shape = Was { $was }, is now { $now }.
redline-shape-paragraph = a paragraph
redline-shape-heading = a heading of level { $level }
redline-shape-item = an item of a list, level { $level }
redline-shape-numbered = a numbered item, level { $level }
redline-shape-quote = a quotation
redline-shape-note = a note
redline-shape-rule = a dividing line
redline-look = Look of { $words }: was { $was }, is now { $now }.
redline-look-plain = plain
redline-look-bold = bold
redline-look-italic = italic
redline-look-bold-italic = bold and italic
redline-look-code = in a fixed pitch
redline-link = Link of { $words }: was { $was }, is now { $now }.
redline-no-link = no link
redline-hidden = In this part only signs differ that no reader sees.
redline-changed = { $count ->
    [0] The two are the same, word for word.
    [one] 1 paragraph differs.
   *[other] { $count } paragraphs differ.
  }
redline-turn = Turn round
redline-back = All saves and versions
redline-printed = Made on { $at }. Paragraphs are numbered as in the newer text.
redline-part-title = Title
redline-part-to = To
redline-part-re_line = Re
redline-part-salutation = Salutation
redline-part-body = Text
redline-part-quotes = Quotes
redline-part-asks = Demands
redline-part-background = Background
redline-part-closing = Closing
redline-part-officers = Signed by

## What the kinds of documents print
kind-occasion = In reaction to
kind-source = This is an excerpt of
kind-source-by = published by { $publisher }
kind-source-released = released { $dated }
kind-source-whole = Read the whole document
kind-tags = Tags
kind-related = Read with it
preflight-addressee = There is somebody it speaks to
preflight-occasion = It says what it answers
preflight-asked = Journalists find somebody to ask, or who runs it

## After a substantive change: does the signature stand?
mail-text-subject = The text changed: does your signature stand?
mail-text-what = The text of “{ $title }” changed after you signed it.
mail-text-what-discreet = The document that you signed was changed. The page says how.
mail-text-silence-out = Please answer by { $until }. If you do not, your signature stays off the new text.
mail-text-silence-in = Please answer by { $until }. If you do not, your signature stands for the new text.
mail-text-nothing = (nothing)
mail-text-more = { $count ->
    [one] One more paragraph changed; the page shows it.
   *[other] { $count } more paragraphs changed; the page shows them.
  }
mail-text-button = Read the change and answer
mail-text-nothing-yet = Opening the page changes nothing.
asked-again-heading = The text changed. Does your signature stand?
asked-again-what = You signed version { $signed }. The text is now version { $newest }.
asked-again-changes = What changed
asked-again-silence-out = If you say nothing, your signature stays off the new text. Answer by
asked-again-silence-in = If you say nothing, your signature stands for the new text. Answer by
asked-again-over-out = The time to answer is over. You can still come back until the letter is published.
asked-again-over-in = The time to answer is over.
asked-again-answered-in = You said that your signature stands for the new text.
asked-again-answered-talk = You want to talk first. Until you answer, your signature is undecided.
asked-again-approvers = Your organisation had this signature approved, so it stands for the new text once these people have approved that: { $names }. Each of them got a mail.
asked-again-keep = Keep our signature on the new text
asked-again-talk-note = Or talk to the conveners first
asked-again-talk-hint = What you need to know, or what would have to change. May stay empty.
asked-again-talk = Talk to us first
asked-again-withdraw = Take our signature off
letter-change-agreed = A change of the text was agreed on { $date }, and its signatories are being asked. The text below is the one signed so far.
sign-text-to-come = You sign version { $version }. It replaces the one that readers see now once its signatories have answered, and your name appears with it. They answer by
refusal-text-to-come = This signature is under the new text, which readers do not see yet. It can be listed once that text is out.
refusal-undecided = Listed signatures belong to an older text, and their signatories have not answered yet. Decide on each of them first.
publish-silence-legend = If a signatory says nothing
publish-silence-out = The signature stays off the new text
publish-silence-in = The signature stands for the new text, if our mail reached the signatory
publish-silence-choose = Say what silence means.
publish-answer-by = They answer by
publish-answer-by-hint = In the letter’s time zone, at most 30 days from now. Everybody who signed gets a mail with the change.
publish-answer-by-fault = Give a day and time that is in the future and at most 30 days away.
publish-undecided = { $count ->
    [one] 1 listed signature belongs to an older text, and its signatory has not answered yet. The letter cannot be published before.
   *[other] { $count } listed signatures belong to an older text, and their signatories have not answered yet. The letter cannot be published before.
  }
answers-heading = Answers to version { $n }
answers-what = Everybody who signed an older text was asked whether the signature stands.
answers-until = They answer by
answers-silence-out = Silence means: off the new text.
answers-silence-in = Silence means: stands for the new text, if our mail arrived.
answers-held-up = The time is over. Readers go on seeing the text that was signed until nobody on the list is undecided: decide on those below.
answers-approvers = Waits for the approval of { $names }
answers-overview = Answers to version { $n }
answers-see = See the answers
answers-settled = The time is over and the answers are in effect.
answers-in = { $count ->
    [one] 1 is still in
   *[other] { $count } are still in
  }
answers-talk = { $count ->
    [one] 1 wants to talk
   *[other] { $count } want to talk
  }
answers-silent = { $count ->
    [one] 1 is silent
   *[other] { $count } are silent
  }
answers-off = { $count ->
    [one] 1 is off
   *[other] { $count } are off
  }
answers-remind = Ask the silent once more
answers-undecided = Not decided yet
answers-none = Nobody is undecided.
answers-withheld = { $count ->
    [one] One more, with the name withheld.
   *[other] { $count } more, with names withheld.
  }
answers-mail-sent = our mail arrived at the relay
answers-mail-failed = our mail did not arrive
answers-mail-waiting = our mail waits
answers-mail-none = nobody to write to: ask them yourself
answers-leave-off = Take off this text
answers-keep = They said yes
answers-none-asked = No text was changed in substance, so nobody was asked.
answers-link = Answers to the new text

## Languages: the letter in other languages, who translates, what readers are told
desk-page-languages = Languages
languages-binding = The text in { $language } is the one that is signed. Translations are for readers, and every page in another language says so.
languages-language = Language
languages-done = Done
languages-stale = Changed since
languages-missing = Missing
languages-second = Second reader
languages-readers = Readers
languages-approved = Approved
languages-not-approved = Nobody yet
languages-hidden = Do not see it
languages-standing = What it is to readers
languages-standing-official = Official translation
languages-standing-unofficial = Unofficial translation
languages-standing-hint-official = You stand by it. Readers are told so once a second person approved exactly this text; until then it says unofficial.
languages-standing-hint-unofficial = For information only.
languages-matrix = Every part in every language
languages-part = Part
languages-none = The letter is in one language so far.
languages-add-heading = Add a language
languages-add = Add language
languages-choose = Choose
languages-tag = Another language
languages-tag-hint = Its code, for example tr, pt-BR or zh-Hant. Leave it empty if you chose one above.
languages-tag-fault = Choose a language, or write a code like tr or pt-BR
languages-taken = The letter has this language already
languages-translator = Who translates
languages-email = The translator’s e-mail
languages-email-hint = They get a link of their own. Nobody but the conveners of this letter sees the address, and it is erased with the letter’s other contacts.
languages-ask-button = Ask by mail
languages-asked = Asked by mail, last on { $time }.
languages-translator-hint = A name, if you want to keep one. It is stored encrypted and erased with the letter's contacts.
languages-credited = Tell readers who translated
languages-credited-hint = Ask the translator first. A translator may be at risk.
languages-all = All languages
languages-link = The translator's link
languages-link-what = Send it to the translator. Whoever has it can read the draft and write the translation, without an account.
languages-no-link = No link works now.
languages-new-link = Make a new link
languages-approved-text = A second person read exactly this text and approved it. If one word changes, it must be approved again.
languages-approve-what = Somebody who did not translate it should read both texts below. Whoever approves, approves exactly this text.
languages-approve = Approve this translation
languages-approved-by = Read by { $person }.
languages-ask-reader = Ask a second reader by mail
languages-reader = Who reads it
languages-reader-email = The second reader’s e-mail
languages-reader-email-hint = They get a link of their own, with which they can read both texts, approve them or say what must change. Whoever was asked before has no link any more, and what that person said is forgotten. Name and address are erased with the letter’s other contacts.
languages-revoke-reader = Take the second reader’s link back
languages-same-person = This is the translator’s address. Ask somebody who did not translate it.
languages-remark = The second reader wants this changed
languages-approve-later = It can be approved when every part is translated.
languages-shown-text = Readers see this translation as it was when you last showed it. Press the button to show the newest words.
languages-hidden-text = Readers do not see this translation. When you show it, it appears with the letter. Parts that are not translated stand in the letter's own language, and readers are told which.
languages-public = The public page
languages-show = Show to readers
languages-show-again = Show the newest words
languages-hide = Do not show any more
languages-glossary = Glossary
languages-glossary-hint = One term on each line, with its translation after an equals sign. The translator sees it beside the text.
languages-beside = Side by side
languages-not-ready = Some parts are not translated from the present words yet. Nothing was changed.
languages-changed = The translation changed while you read it. Read it again before you approve.
read-heading = Read a translation
read-what = Somebody put this letter into { $language }. Please read both sides. You need no account, and opening this page says nothing.
read-approve-heading = Both say the same
read-approve-what = You approve exactly these two texts. If one word changes, somebody must read them again.
read-remark = Something must change
read-remark-hint = Say where and what. The translator and the conveners of the letter read it.
read-remark-button = Send it back
read-remark-missing = Say what must change.
translate-heading = Translate a letter
translate-draft = Draft
translate-what = Write each part in { $language } beside the original. Save as often as you like; you can close the page and come back with the same link.
translate-done = { $done } of { $all } parts translated
translate-stale-count = { $count ->
    [one] { $count } part changed since it was translated
   *[other] { $count } parts changed since they were translated
}
translate-to-preview = See it as readers would
translate-preview = This is what is saved, as readers would see it. What is not translated yet stands in the original language.
translate-back = Back to translating
translate-glossary = Glossary
translate-condition-done = Translated
translate-condition-stale = The original changed
translate-condition-missing = To translate
translate-changed = This is what changed in the original. Change your translation to fit.
translate-fits = My translation still fits
translate-save = Save
translate-kept-show = Put it back into the fields
translate-ended = Not saved since { $time }: this link has ended. What you typed is kept in this browser. Ask whoever invited you for a new link.
translate-save-one = Save this part
translate-unused = { $count ->
    [one] { $count } translated part is not used any more
   *[other] { $count } translated parts are not used any more
}
translate-not-all-saved = Not everything could be saved. The parts below say why; what you wrote is still in its field.
translate-meanwhile = Somebody else saved this part while you wrote. Their words stand here, yours in the field. Save again to keep yours.
translate-too-long = Use at most { $limit } characters
translate-unknown = The letter does not have this part.
translate-lost = Not saved: the letter does not have these parts
translated-official = Official translation.
translated-unofficial = Unofficial translation.
translated-signed = The text in { $language } is the one that is signed.
translated-to-signed = Read that text
translated-left = Not translated yet, and printed in { $language }:
translated-by = Translated by { $name }
translated-this-binds = This is the text that is signed. The other languages are translations.
place-title = Title
place-addressee-name = Addressee { $n }: name
place-addressee-role = Addressee { $n }: office
place-addressee-body = Addressee { $n }: body
place-addressee-place = Addressee { $n }: place
place-re-line = Re line
place-salutation = Salutation
place-body = Paragraph { $n }
place-quote = Quote, paragraph { $n }
place-quote-name = Quote { $n }: name
place-quote-title = Quote { $n }: title
place-quote-organisation = Quote { $n }: organisation
place-ask = Demand { $n }
place-background-heading = Heading of the background
place-background = Background, paragraph { $n }
place-closing = Closing
place-officer-name = Signing officer { $n }: name
place-officer-title = Signing officer { $n }: title
done-translation_saved = The translation is saved.
done-translation_approved = The translation is approved.
done-translation_shown = Readers see the translation as it is now.
done-translation_hidden = Readers do not see the translation any more.
done-translator_asked = The translator is asked by mail.
done-reader_asked = The second reader is asked by mail.
done-reader_revoked = The second reader’s link does not work any more.
done-remark_sent = The translator and the conveners can read it.
done-translator_revoked = The link does not work any more.
log-verb-add_language = added a language
log-verb-set_translation = changed what is said of a translation
log-verb-revoke_translator = took a translator's link back
log-verb-ask_translator = asked a translator by mail
log-verb-ask_reader = asked a second reader by mail
log-verb-revoke_reader = took a second reader's link back
log-verb-remark_translation = said what must change in a translation
log-verb-new_translator_link = made a translator's link
log-verb-translate = translated
log-verb-approve_translation = approved a translation
log-verb-show_translation = showed a translation to readers
log-verb-hide_translation = took a translation off the public pages
ended-heading-translation-over = This link has ended
ended-text-translation-over = The conveners took it back, or the letter was stopped. What you saved is kept. Ask the conveners for a new link.
## Comments on a draft

privacy-what-reviewer = Who was asked to comment on a draft, and what they said
privacy-who-reviewer = The coordinators of this letter who may change its text
privacy-until-reviewer = { $days } days after the comments closed
privacy-what-translator = Who was asked to translate a letter or to read a translation, with the address, and what the reader said
privacy-who-translator = The coordinators of this letter who may change its text. What the reader said, also the translator. A translator who agreed is named to readers.
privacy-until-translator = { $days } days after publication, or a month after the translator’s link was taken back if that is earlier
desk-page-comments = Comments
ended-heading-comment-over = This link was taken back
ended-text-comment-over = Whoever asked you to comment took the link back. What you sent before stands.
mail-round-subject = DRAFT for your comments
mail-round-asks = { $from } asks you to comment on a draft: { $title }.
mail-round-draft = It is a draft. Please do not pass it on. Tell us if you could not sign this text, and which words would help.
mail-round-button = Read the draft and comment
mail-translation-subject = Please translate: { $language }
mail-translation-asks = { $from } asks you to translate a letter ({ $language }): { $title }.
mail-translation-how = Each paragraph stands beside its translation. You need no account, and everything that you type is kept as you go.
mail-translation-draft = It is a draft. Please do not pass it on.
mail-translation-button = Translate the letter
mail-reading-subject = Please read a translation: { $language }
mail-reading-asks = { $from } asks you to read the translation of a letter ({ $language }) beside the original: { $title }.
mail-reading-how = If both say the same, approve it; if not, say what must change. You need no account.
mail-reading-button = Read the translation
mail-proposal-subject-accepted = Your wording was taken over
mail-proposal-subject-refused = Your wording was not taken over
mail-proposal-text-accepted = { $from } took your wording, or one merged from several, into the draft: { $title }.
mail-proposal-text-refused = { $from } did not take your wording into the draft: { $title }. The reason:
mail-proposal-button = See your comments
comment-heading = Comment on a draft
comment-draft-banner = DRAFT. Nobody has signed this text, and it can change. Please do not pass it on.
comment-mark = DRAFT for comments
comment-asks = { $name }, could { $organisation } sign this text? Say it for each paragraph, or only where it matters.
comment-until = Comments until
comment-how = You can change what you say until then. Opening this page says nothing.
comment-closed = Comments closed on
comment-stands = What you sent stands.
comment-none-sent = You sent nothing before that.
comment-late-how = You can still write. What you send now is kept, and the conveners see that it came late.
comment-late-kept = What you sent after the end is kept. The conveners see that it came late.
comment-paragraph = Paragraph { $number }
comment-say = Comment on paragraph { $number }
comment-stance = With this paragraph
comment-stance-fine = fine
comment-stance-can_live = we can live with it
comment-stance-cannot_sign = we cannot sign
comment-words = Comment
comment-quoted = Words that it is about
comment-quote = Comment on the selected words
comment-kept = What you typed until { $time } was not sent. It stands here again.
comment-proposal = Proposed wording of the paragraph
comment-proposal-hint = Change the words here. Left as it is, it proposes nothing.
comment-whole = The whole letter
comment-condition = We sign if
comment-condition-hint = What must change before your organisation signs. Leave it empty if nothing must.
comment-save = Save my comments
comment-nothing = Say something of at least one paragraph, or of the whole letter.
comment-saved = Saved. You can change it until the end.
comment-kept-late = The round closed before you saved. What you typed is kept, and the conveners see that it came after the end.
comment-who-sees = The people who write this letter read what you say. It is not published. If your wording enters the draft, its history names you to them. All of it is erased after the comments end.
comment-outcome-accepted = Your wording was taken over.
comment-outcome-refused = Your wording was not taken over.
comments-heading = Comments
comments-what = Ask people to comment on the draft until a stated time. Each gets a link of their own by mail.
comments-open = Comments are taken until
comments-closed = Comments closed on
comments-about = about saved state { $edit }
comments-answered = { $asked ->
    [one] { $count } of 1 answered
   *[other] { $count } of { $asked } answered
}
comments-costs = What each paragraph costs
comments-costs-paragraph = Paragraph
comments-costs-countries = countries
comments-costs-note = Each organisation counts once, by the harder of its answers. A sentence stands below its paragraph when somebody said that the comment is about words of it.
comments-mine = Say what you think of the draft
comments-at-desk = at the desk
comments-for-nobody = speaks for no organisation
reviewing-heading = Your comments on the draft
reviewing-what = What you say here stands beside what others say by their links. Those who may change the text read it.
reviewing-to-all = All comments
reviewing-organisation = Organisation you speak for
reviewing-organisation-hint = Leave it empty if you speak for none: what you say is read, and counts for no organisation.
reviewing-country = Its country
reviewing-country-missing = Choose the country of your organisation.
reviewing-asked-for = You were asked by mail for { $organisation }. What you say here and by that link is one answer.
comments-more = More people
comments-people = Whom to ask
comments-people-hint = One line each: Organisation, name, address, country. For example: River Banks, Salma Haddad, salma@example.org, Lebanon
comments-ask = Ask them
comments-end = Comments end, on the clocks of { $zone }
comments-move = Set this end
comments-close = Close now
comments-export = Download as a table
comments-start-heading = Start a round of comments
comments-start-what = The mails leave at once. Everybody comments on saved state { $edit }.
comments-start = Start and send the mails
comments-changed = This paragraph was changed since. It now reads:
comments-gone = This paragraph is not in the draft any more.
comments-cannot = { $count } cannot sign, { $countries ->
    [one] 1 country
   *[other] { $countries } countries
  }
comments-can-live = { $count } can live with it, { $countries ->
    [one] 1 country
   *[other] { $countries } countries
  }
comments-fine = { $count } fine
comments-proposal = Proposed wording
comments-outcome-accepted = Taken over.
comments-outcome-refused = Not taken over:
comments-refuse = Do not take it over
comments-reason = Why; it is told to the person
comments-refuse-button = Refuse and tell
comments-take = From { $organisation }
comments-merge = One wording out of these
comments-wording = Wording that enters the draft
comments-accept = Take into the draft and tell
comments-who = Who is asked
comments-organisation = Organisation
comments-person = Person
comments-said = Answer
comments-nothing-yet = nothing yet
comments-late = Came after the end
comments-revoke = Take the link back
comments-revoked = taken back
comments-reason-missing = Write why the wording is not taken over.
comments-words-missing = Write the wording that enters the draft.
comments-choose = Choose at least one proposal. A paragraph that is not in the draft any more takes none.
comments-line-fault = Line { $line } cannot be read. Write: Organisation, name, address, country.
comments-nobody = Write at least one line.
comments-note = A proposed wording was taken over.
log-verb-start_round = started a round of comments
log-verb-ask_reviewers = asked more people to comment
log-verb-move_round = moved the end of the comments
log-verb-close_round = closed the comments
log-verb-revoke_reviewer = took back the link of somebody who is asked to comment
log-verb-review = commented on the draft
log-verb-accept_proposal = took a proposed wording over
log-verb-refuse_proposal = refused a proposed wording
log-verb-export_comments = downloaded the comments
