# Letters to customers, from templates. Modelled in `mail.tm`.
def letter(template, order)
  template.sub("{order}", order)
end
