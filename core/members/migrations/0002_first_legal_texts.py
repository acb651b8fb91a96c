from django.db import migrations

TERMS = """\
This place is kept so that you can say what should be better, and be answered. By joining you agree to the following.

What you write stays yours. You allow us to show it on this site, to everyone who may see the page it stands on, for as long as it stands here. When we make something of your idea we say that it was yours.

Write as yourself, about the thing, and kindly. Nothing unlawful, nothing that belongs to somebody else, no advertising, nothing about other people that is not public. We may hide or remove what breaks the house rules, and we tell you why.

One person, one account, one vote. Votes that were bought, traded or made by machines are taken out.

An idea is a gift, not a contract: we may do it, do it differently, or not do it, and we say so in public. Sharing an idea gives you no claim to payment, and takes no other right from you.

You may leave whenever you like, in your settings. What you wrote stays, under the name “Former member”. We may close an account that does harm, and tell its owner why.

We keep the site running as well as we can and cannot promise that it never stops. When these terms change, the new version is shown to you before it counts for you.
"""

PRIVACY = """\
This notice says what we keep about you, why, and for how long.

We keep what you give us: your e-mail address, the name and handle that you choose, your password in a form that cannot be read back, what you write about yourself, and what you do here: ideas, comments, votes, and what you follow.

Your e-mail address is seen by nobody but the people who run this site. It is used to sign you in and to send what you asked to be told. Each of those messages can be stopped with one click.

Your name, handle and what you write are public. What you support is shown on your profile unless you hide it. Who runs this site can see your votes, so that unfair ones can be found.

We set the cookies that the site needs to know that it is you, to protect its forms, and to remember your language. There is no advertising, no tracking and nothing from other companies in these pages.

The address of your connection is used to keep floods out and is not kept in your account. Server logs are deleted after a short time.

You can download everything that we know about you, and delete your account, in your settings. Deleting removes your address, name, handle, password and settings at once; what you wrote stays under the name “Former member”. Backups forget you when they are replaced.
"""


def write_first_texts(apps, schema_editor):
    LegalText = apps.get_model("members", "LegalText")
    for kind, body in (("terms", TERMS), ("privacy", PRIVACY)):
        LegalText.objects.get_or_create(kind=kind, version=1, defaults={"body": body})


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]
    operations = [migrations.RunPython(write_first_texts, migrations.RunPython.noop)]
