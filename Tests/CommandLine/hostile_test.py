"""Input that wants the machine: each is answered, soon, by a message or a page."""

import os
import time
import unittest

from tool import ToolTest

# Seconds within which an answer must come on a busy machine; most come in a tenth of one.
PATIENCE = 60
# `make fuzz` asks for more.
MANY = int(os.environ.get("HOSTILE_SIZE", "3000"))
FUEL = "100000000"


def block(text):
    return HEAD + "```run\n" + text + "\n```\n"


def display(text, symbols="x : scalar"):
    return HEAD + "```symbols\n" + symbols + "\n```\n\n$$ " + text + " $$ {.check}\n"


HEAD = "---\ntitle: t\n---\n\n"

INPUTS = {
    'quotes': HEAD + '>'*MANY+' a\n',
    'quotes many lines': HEAD + ('> '*200+'a\n\n')*200,
    'lists': HEAD + ''.join('  '*i+'- a\n' for i in range(1000)),
    'emphasis': HEAD + '*a **a '*MANY+'\n',
    'brackets': HEAD + '['*MANY+'a'+']'*MANY+'\n',
    'links': HEAD + '[a]('*MANY+'\n',
    'backticks': HEAD + ''.join('`'*i+' ' for i in range(1,600))+'\n',
    'table wide': HEAD + '|'+'a|'*MANY+'\n|'+'-|'*MANY+'\n'+('|'+'b|'*MANY+'\n')*20,
    'table blowup': HEAD + '|'+'a|'*MANY+'\n|'+'-|'*MANY+'\n'+('|b\n')*MANY,
    'footnotes': HEAD + '[^a]'*MANY+'\n\n[^a]: '+'[^a]'*1000+'\n',
    'footnote nest': HEAD + '[^a0]\n\n'+''.join(f'[^a{i}]: [^a{i+1}] [^a{i+1}]\n\n' for i in range(200))+'[^a200]: x\n',
    'callouts': HEAD + ''.join('> '*i+'[!note] a\n' for i in range(1,120)),
    'headings': HEAD + '# a\n'*20000,
    'refs': HEAD + '@eq-a '*MANY+'\n',
    'dollar': HEAD + '$x$ '*MANY+'\n',
    'dollars': HEAD + '$'*MANY+'\n',
    'displays': HEAD + '$$ x $$\n\n'*MANY,
    'entities': HEAD + '&amp;'*MANY+'\n',
    'html': HEAD + '<div>'*MANY+'\n',
    'long line': HEAD + 'a'*5_000_000+'\n',
    'nul': HEAD + 'a\0b\n',
    'bom crlf': '\ufeff'+HEAD.replace('\n','\r\n')+'a\r\n',
    'braces': display('{'*MANY+'x'+'}'*MANY+' = x'),
    'parens': display('('*MANY+'x'+')'*MANY+' = x'),
    'left': display('\\left('*MANY+'x'+'\\right)'*MANY+' = x'),
    'frac': display('\\frac{1}{'*MANY+'x'+'}'*MANY+' = x'),
    'sqrt': display('\\sqrt{'*MANY+'x'+'}'*MANY+' = x'),
    'power tower': display('x^{'*MANY+'x'+'}'*MANY+' = x'),
    'sub tower': display('x_{'*MANY+'1'+'}'*MANY+' = x'),
    'sum long': display('+'.join(['x']*20000)+' = 20000 x'),
    'product long': display(' '.join(['x']*20000)+' = x^{20000}'),
    'exp tower': display('e^{e^{e^{e^{e^{x}}}}} > 0'),
    'big power': display('(1+x)^{1000000} = 1'),
    'big power2': display('2^{2^{2^{2^{2^{2}}}}} = x'),
    'factorial': display('1000000! = x'),
    'binom': display('\\binom{10^9}{10^8} = x'),
    'sum range': display('\\sum_{i=1}^{1000000000} i = x'),
    'sum nested': display('\\sum_{i=1}^{300}\\sum_{j=1}^{300}\\sum_{k=1}^{300}\\sum_{l=1}^{300} x = x'),
    'size huge': display('x_1 = x_1','n : size 1000000..2000000\nx : vector(n)'),
    'size huge1': display('x + y = y + x','n : size 463333333..555555555\nx, y : vector(n)'),
    'size huge2': display('\\det(A) = 1','n : size 200..300\nA : matrix(n, n)'),
    'det symbolic': display('\\det(A) = \\det(A^T)','n : size 9..12\nA : matrix(n, n)'),
    'inverse': display('A^{-1} A = I','n : size 30..40\nA : matrix(n, n) invertible'),
    'matrix power': display('A^{1000000} = A','n : size 2..3\nA : matrix(n, n)'),
    'many symbols': display('x = x',''.join(f'x_{{{i}}} : scalar\n' for i in range(1))+'\n'.join(f'\\mathrm{{a{i}}} : scalar' for i in range(MANY))),
    'hypotheses': display('x = 1 \\quad (x > 0'+', x > 0'*MANY+')'),
    'derivative nest': display('\\frac{d}{dx}'*40+' \\sin(x e^x) = 0'),
    'def chain': HEAD + '```symbols\nx : scalar\n```\n\n'+'$$ f_{0} = x $$ {.define}\n\n',
    'def doubling': HEAD + '```symbols\nx : scalar\n```\n\n'+'$$ a = x + 1 $$ {.define}\n\n'+''.join(f'$$ {chr(98+i)} = ({chr(97+i)} + {chr(97+i)}) {chr(97+i)} $$ {{.define}}\n\n' for i in range(20) if chr(98+i) not in 'xeid' and chr(97+i) not in 'xeid')+'$$ c = 1 $$ {.check}\n',
    'while': block('while true end'),
    'recursion': block('f(x) = f(x + 1)\nf(0)'),
    'mutual': block('f(x) = g(x)\ng(x) = f(x)\nf(0)'),
    'ones': block('ones(1000000000)'),
    'ones2': block('x = ones(100000, 100000)'),
    'range': block('sum(1:1000000000000)'),
    'collect': block('collect(1:1000000000)'),
    'string': block('s = "a"\nfor i in 1:100\n s = s * s\nend\ns'),
    'append': block('x = [1]\nfor i in 1:100\n x = [x; x]\nend\n'),
    'records': block('for i in 1:100000000\n record(a = i)\nend'),
    'output': block('\n'.join('1' for _ in range(MANY))),
    'nest list': block('['*MANY+'1'+']'*MANY),
    'nest paren': block('('*MANY+'1'+')'*MANY),
    'nest fn': block('x = '+'z -> '*MANY+'z'),
    'nest if': block('if true\n'*MANY+'1\n'+'end\n'*MANY),
    'unary': block('-'*MANY+'1'),
    'unary2': block('!'*MANY+'true'),
    'prime': block('x = [1]'+"'"*MANY),
    'power': block('2^'*MANY+'2'),
    'dots': block('a'+'.b'*MANY),
    'ternary': block('true ? '*MANY+'1'+' : 2'*MANY),
    'interp': block('"'+'$('*2000+'1'+')'*2000+'"'),
    'matmul': block('A = rand(2000, 2000)\nfor i in 1:100\n A = A * A\nend'),
    'inv': block('inv(rand(3000, 3000))'),
    'svd': block('svd(rand(2000, 2000))'),
    'eig': block('eig(rand(2000, 2000))'),
    'network': block('n = network([10000, 10000, 10000])'),
    'train': block('n = network([100, 1000, 10])\ntrain(n, rand(100, 1000), rand(10, 1000), steps = 1000000)'),
    'jacobian': block('jacobian(x -> x, rand(100000))'),
    'hessian': block('hessian(x -> sum(x .^ 3), rand(3000))'),
    'plot': block('plot(rand(500000))'),
    'contours': block('plot(contours((x, y) -> sum([sin(x * k) for k in 1:100000]), over = -1..1))'),
    'histogram': block('plot(histogram(rand(1000000), bins = 100000000))'),
    'bars': block('plot(bars(rand(200000)))'),
    'diagram': block('plot(network_diagram([1000, 1000, 1000]))'),
    'heat': block('plot(heatmap(rand(3000, 3000)))'),
    'label': block('plot([1, 2], title = "'+'${'*2000+'$")'),
    'nan loop': block('for i in 1:0.0000000001:2\n x = i\nend'),
    'forall': block('@forall x in 1:1000000000 begin\n @check x > 0\nend'),
    'separable': block('@forall (X, w) = separable(2:100000, 2:100000) begin\n@check true\nend'),
    'yaml bomb': '---\ntitle: t\na: &a [x,x,x,x,x,x,x,x,x]\n'+''.join(f'{chr(98+i)}: &{chr(98+i)} [*{chr(97+i)},*{chr(97+i)},*{chr(97+i)},*{chr(97+i)},*{chr(97+i)},*{chr(97+i)},*{chr(97+i)},*{chr(97+i)}]\n' for i in range(12))+'---\n\nx\n',
    'yaml nest': '---\ntitle: '+'['*MANY+']'*MANY+'\n---\n\nx\n',
    'yaml nest2': '---\n'+''.join(' '*i+'a:\n' for i in range(3000))+'---\n\nx\n',
    'katex size': HEAD + '$$ \\rule{1000000em}{1000000em} $$\n',
    'katex macro': HEAD + '$$ \\def\\a{\\b\\b}\\def\\b{\\c\\c}\\a $$\n',
    'katex loop': HEAD + '$$ \\def\\a{\\a}\\a $$\n',
    'katex big': HEAD + '$$ '+'\\begin{pmatrix}'+' & '.join(['x']*MANY)+'\\end{pmatrix} $$\n',
    'katex long': HEAD + '$$ '+'x + '*MANY+' x $$\n',
    'katex nest': HEAD + '$$ '+'\\sqrt{'*MANY+'x'+'}'*MANY+' $$\n',
    'katex url': HEAD + '$$ \\href{javascript:alert(1)}{x} \\url{javascript:alert(1)} \\includegraphics{http://x/y.png} \\htmlClass{a}{x} $$\n',
}


class HostileTest(ToolTest):
    def test_everything_is_answered(self):
        for name, text in INPUTS.items():
            with self.subTest(name=name):
                (self.folder / "a.md").write_text(text)
                start = time.monotonic()
                done = self.run_tool("check", "--no-cache", "a.md", code=None, COURSEGEN_LIMITS_FUEL=FUEL)
                self.assertIn(done.returncode, [0, 1, 2], done.stderr[-2000:])
                self.assertLess(time.monotonic() - start, PATIENCE)
                self.assertLess(len(done.stdout) + len(done.stderr), 2_000_000)


if __name__ == "__main__":
    unittest.main()
