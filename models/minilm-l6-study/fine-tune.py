"""Fine-tunes the encoder on questions and the sections that answer them, and writes it back as int8 ONNX.

python fine-tune.py BASE_FOLDER PAIRS.json OUT.onnx [EPOCHS] [LEARNING_RATE]

BASE_FOLDER holds model_int8.onnx (as build.py makes it) and tokenizer.json. PAIRS.json comes from
scripts/export-training-pairs.ts. A quarter of the notes, chosen by hash, is never trained on: it is what the
printed figures are measured on. Needs torch, onnx, numpy, tokenizers; 25 minutes on two CPU cores.
"""
import hashlib
import json
import random
import sys
import time

import numpy as np
import onnx
import torch
import torch.nn as nn
import torch.nn.functional as F
from onnx import numpy_helper as nh
from tokenizers import Tokenizer
torch.manual_seed(1)
random.seed(1)
M = sys.argv[1].rstrip('/') + '/'
m = onnx.load(M+'model_int8.onnx'); W={i.name:nh.to_array(i) for i in m.graph.initializer}
def dq(n):
    q=W[n+'_quantized'].astype(np.float32); return torch.tensor((q-W[n+'_zero_point'].astype(np.float32))*W[n+'_scale'])
class Layer(nn.Module):
    def __init__(s,l):
        super().__init__()
        for n in ('qkv','wo','wi','wd'): setattr(s,n,nn.Parameter(dq(f'{n}{l}')))
        for n in ('bqkv','bo','g1','b1','bi','bd','g2','b2'): setattr(s,n,nn.Parameter(torch.tensor(W[f'{n}{l}'])))
    def forward(s,x,mask):
        B,T,_=x.shape; q,k,v=(x@s.qkv+s.bqkv).view(B,T,3,12,32).permute(2,0,3,1,4)
        a=F.scaled_dot_product_attention(q,k,v,attn_mask=mask[:,None,None,:]).transpose(1,2).reshape(B,T,384)
        y=F.layer_norm(a@s.wo+s.bo+x,(384,),s.g1,s.b1,1e-12)
        return F.layer_norm(F.gelu(y@s.wi+s.bi)@s.wd+s.bd+y,(384,),s.g2,s.b2,1e-12)
class Enc(nn.Module):
    def __init__(s):
        super().__init__(); s.layers=nn.ModuleList(Layer(l) for l in range(6))
        s.register_buffer('we',dq('we'));s.register_buffer('pe',dq('pe'));s.register_buffer('te',dq('te'));s.register_buffer('lg',dq('lg'));s.register_buffer('lb',dq('lb'))
    def forward(s,ids,mask):
        x=F.layer_norm(s.we[ids]+s.pe[:ids.shape[1]]+s.te[0],(384,),s.lg,s.lb,1e-12)
        for l in s.layers: x=l(x,mask)
        mm=mask[...,None].float(); return F.normalize((x*mm).sum(1)/mm.sum(1),dim=-1)
tok=Tokenizer.from_file(M+'tokenizer.json'); tok.no_padding(); tok.no_truncation()
def ids(t,n): 
    e=tok.encode(t).ids
    return e if len(e)<=n else e[:n-1]+[e[-1]]
def batch(lists):
    T=max(map(len,lists)); x=torch.zeros(len(lists),T,dtype=torch.long); k=torch.zeros(len(lists),T,dtype=torch.bool)
    for i,l in enumerate(lists): x[i,:len(l)]=torch.tensor(l); k[i,:len(l)]=True
    return x,k
@torch.no_grad()
def encode(model,lists,bs=32):
    order=sorted(range(len(lists)),key=lambda i:len(lists[i])); out=torch.zeros(len(lists),384)
    for s in range(0,len(order),bs):
        c=order[s:s+bs]; out[c]=model(*batch([lists[i] for i in c]))
    return out
def quantised_initialisers(model):
    out={}
    for l,L in enumerate(model.layers):
        for n in ('qkv','wo','wi','wd'):
            w=getattr(L,n).detach().numpy(); s=np.maximum(np.abs(w).max(0)/63.5,1e-9).astype(np.float32)
            out[f'{n}{l}_scale']=s; out[f'{n}{l}_zero_point']=np.zeros(w.shape[1],np.int8); out[f'{n}{l}_quantized']=np.clip(np.rint(w/s),-64,63).astype(np.int8)
        for n in ('bqkv','bo','g1','b1','bi','bd','g2','b2'): out[f'{n}{l}']=getattr(L,n).detach().numpy().astype(np.float32)
    return out
def save_onnx(model,path):
    new=quantised_initialisers(model); mm=onnx.load(M+'model_int8.onnx')
    for i in mm.graph.initializer:
        if i.name in new:
            a=new[i.name]; old=nh.to_array(i); assert a.shape==old.shape and a.dtype==old.dtype,(i.name,a.shape,old.shape)
            i.CopyFrom(nh.from_array(np.ascontiguousarray(a),i.name))
    onnx.save(mm,path)

D = json.load(open(sys.argv[2]))
texts, pairs = D['texts'], D['pairs']
epochs = int(sys.argv[4]) if len(sys.argv) > 4 else 3
lr = float(sys.argv[5]) if len(sys.argv) > 5 else 4e-5
held = lambda uri: int(hashlib.sha1(uri.encode()).hexdigest(), 16) % 4 == 0
model = Enc()
tokens = [ids(t['text'], 256) for t in texts]
of_notes = [i for i, t in enumerate(texts) if t['source'] == 'notes']
asked = [p for p in pairs if p['source'] == 'notes' and held(p['uri'])]

def validate(name):
    """Dense search alone: questions of the notes held out, over the chunks of all notes."""
    model.eval()
    E = encode(model, [tokens[i] for i in of_notes])
    Q = encode(model, [ids(p['question'], 64) for p in asked])
    top = (Q @ E.T).topk(10, 1).indices
    row = {j: i for i, j in enumerate(of_notes)}
    h1 = h5 = mrr = 0
    for r, p in enumerate(asked):
        gold = {row[x] for x in p['positives']}
        rank = next((k for k, i in enumerate(top[r].tolist()) if i in gold), None)
        if rank is not None:
            h1 += rank == 0; h5 += rank < 5; mrr += 1 / (rank + 1)
    n = len(asked)
    print(f'{name}: {n} questions of held-out notes, hit@1 {h1/n:.3f} hit@5 {h5/n:.3f} MRR@10 {mrr/n:.3f}', flush=True)

validate('base')
train = [p for p in pairs if p['source'] == 'docs' or not held(p['uri'])]
group, topic = {}, {}
for p in train:
    group.setdefault(p['uri'], []).append(p)
    topic[p['uri']] = p['topic']
optimizer = torch.optim.AdamW(model.parameters(), lr=lr, weight_decay=0.01)
B = 48
steps, step, run = epochs * (len(train) // B), 0, 0
for epoch in range(epochs):
    # Batches come from a few documents of one topic: the other pairs are hard negatives then.
    uris, topics = list(group), list(set(topic.values()))
    random.shuffle(uris); random.shuffle(topics)
    uris.sort(key=lambda u: topics.index(topic[u]))
    order, current = [], []
    for u in uris:
        current += group[u]
        if len(current) >= 4 * B:
            random.shuffle(current); order += current; current = []
    random.shuffle(current); order += current
    batches = [order[i:i + B] for i in range(0, len(order) - B + 1, B)]
    random.shuffle(batches)
    model.train()
    for b in batches:
        for g in optimizer.param_groups:
            g['lr'] = lr * min(1, (step + 1) / (0.1 * steps)) * max(0.02, 1 - step / steps)
        chosen = [random.choice(p['positives']) for p in b]
        sections = [texts[i]['section'] for i in chosen]
        q = model(*batch([ids(p['question'], 48) for p in b]))
        d = model(*batch([tokens[i] if len(tokens[i]) <= 144 else tokens[i][:143] + [tokens[i][-1]] for i in chosen]))
        scores = q @ d.T / 0.05
        same = torch.tensor([[x == y for y in sections] for x in sections]); same.fill_diagonal_(False)
        scores = scores.masked_fill(same, -1e4)
        y = torch.arange(len(b))
        loss = F.cross_entropy(scores, y) + 0.3 * F.cross_entropy(scores.T, y)
        optimizer.zero_grad(); loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step(); step += 1; run += loss.item()
        if step % 20 == 0:
            print(step, steps, f'{run / 20:.3f}', flush=True); run = 0
    validate(f'epoch {epoch + 1}')
save_onnx(model, sys.argv[3])
