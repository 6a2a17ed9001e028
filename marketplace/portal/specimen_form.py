"""The form that stands on the style guide: one field of each kind, filled in wrongly."""

from collections.abc import Callable

from django import forms

Say = Callable[[str, str], str]


def specimen_form(say: Say, auto_id: str = "id_%s") -> forms.Form:
    """A bound form with errors, in the language that `say` speaks."""

    class SpecimenForm(forms.Form):
        number = forms.CharField(
            label=say("专利号或注册号", "Patent or registration number"),
            help_text=say("任何写法都可以，例如 ZL 2018 1 0291133.7", "Any spelling, such as ZL 2018 1 0291133.7"),
        )
        price = forms.IntegerField(label=say("转让价", "Price"), required=False, min_value=1)
        mode = forms.ChoiceField(
            label=say("交易方式", "Mode of deal"),
            choices=[
                ("sale", say("转让", "Sale")),
                ("exclusive", say("独占许可", "Exclusive licence")),
                ("ordinary", say("普通许可", "Ordinary licence")),
                ("equity", say("作价入股", "Equity contribution")),
            ],
            widget=forms.RadioSelect,
        )
        problem = forms.CharField(
            label=say("解决什么问题", "Problem solved"), required=False, widget=forms.Textarea(attrs={"rows": 3})
        )
        drawing = forms.FileField(label=say("附图", "Drawing"), required=False)
        agree = forms.BooleanField(label=say("我有权处分这项权利", "I am entitled to dispose of this right"))

    typed = {"number": "201810291133.1", "price": "48", "mode": "sale", "problem": say("铜板磨损", "Worn plates")}
    form = SpecimenForm(typed, auto_id=auto_id)
    form.add_error(
        "number",
        say("校验位应为 7，您写的是 1。", "The check digit should be 7; you wrote 1."),
    )
    return form
