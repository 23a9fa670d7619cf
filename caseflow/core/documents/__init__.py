"""Official documents of a case: what each must hold, its versions, its number, its paper."""
