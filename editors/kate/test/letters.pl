# From HTML in the colours of classes.theme to the letters of `cargo xtask paint`.
use strict; use warnings; use utf8; use open qw(:std :utf8);
local $/; my $html = <STDIN>;
$html =~ s/.*<pre>\n?//s; $html =~ s/<\/pre>.*//s;
my %letter = (1 => 'c', 2 => 's', 3 => 'n', 4 => 'w'); my @open; my $out = '';
while ($html =~ /\G(?:<span style="(?:color:#00000(\d))?[^"]*">|(<\/span>)|(&\w+;|&#\d+;|[^<]))/gs) {
  my ($colour, $close, $char) = ($1, $2, $3);
  if (defined $close) { pop @open }
  elsif (defined $char) { $out .= $char =~ /^\s$/ ? $char : ((grep { defined } @open)[-1] // '.') }
  else { push @open, defined $colour ? ($letter{$colour} // '.') : undef }
}
$out .= "\n" unless $out =~ /\n\z/;
print $out;
