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

